# SMAA-2 with the R packages smaa and hitandrun, the whole of it: weights, the array of measurements, ranks.
#
#     Rscript benches/peers/smaa.R 10 12 100000   # vendors, criteria, draws; prints draws a second
#
# `smaa.py` runs it where R and both packages are installed.
library(smaa)
library(hitandrun)

shape <- as.integer(commandArgs(trailingOnly = TRUE))
vendors <- shape[1]
criteria <- shape[2]
draws <- shape[3]
set.seed(1)
values <- matrix(runif(vendors * criteria), nrow = vendors)
time <- system.time({
  weights <- simplex.sample(criteria, draws)$samples
  measurements <- aperm(array(values, c(vendors, criteria, draws)), c(3, 1, 2))
  result <- smaa(measurements, weights)
})
cat(draws / time[["elapsed"]], "\n")
