//! The stable codes of problems, each with the long text that `weigh check --explain CODE` prints.

use std::fmt;
use std::str::FromStr;

use super::Severity;

macro_rules! codes {
    ($( $variant:ident $code:literal $severity:ident $title:literal $explanation:literal )*) => {
        /// A stable code: the letter says where the problem lives (F files, T the text of a file,
        /// C criteria, J judgements of weights, V vendors, P panels, L locks, A awards and letters, S options, K keys), the number never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $( #[doc = $title] $variant, )*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$( Code::$variant ),*];

            /// The code as people write it, such as `C004`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Code::$variant => $code ),* }
            }

            /// How bad a problem with this code is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Code::$variant => Severity::$severity ),* }
            }

            /// What the problem is, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $( Code::$variant => $title ),* }
            }

            /// Why it matters and what to do, in a paragraph.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $( Code::$variant => $explanation ),* }
            }
        }
    };
}

codes! {
    Unreadable "F001" Error "A file or folder cannot be read"
        "The operating system refused. Check that the file is there, that you may read it (permissions), and that links do not go round in a circle."
    NotAFile "F002" Error "Not a plain file"
        "Only plain files are read. A pipe, a device or a folder with a name that ends in .toml is refused, because reading it could wait for ever. Move it elsewhere."
    FileTooLarge "F003" Error "A file is too large"
        "A criteria or vendor file of more than 4 MiB is not a profile that people wrote. Move long documents elsewhere and name them as `source` of a fact."
    NotUtf8 "F004" Error "A file is not UTF-8"
        "TOML files are UTF-8. Save the file as UTF-8 in your editor (spreadsheets often save in an older encoding)."
    EmptyFile "F005" Error "A file holds nothing"
        "The file has no keys at all. Fill it, or delete it so that nobody takes it for a vendor."
    NoVendorFolder "F006" Error "The folder of the vendors is not there"
        "`vendors` in the criteria file names a folder, relative to that file, with one TOML file a vendor. Create it, or mend the path."
    OutsideWorkspace "F007" Error "A path leaves the workspace"
        "Files may only name files of the same workspace, so that a file from outside cannot make weigh read something else. Copy the vendors into the workspace, or name the folder yourself with `--vendors`."
    FileName "F008" Error "A file name cannot be an id"
        "The name of a vendor file without .toml is the vendor's id, used in commands and links. Use letters, digits, hyphens and underscores, at most 64."
    NoVendors "F009" Warning "There are no vendors"
        "The folder holds no vendor files, so there is nothing to rank. `weigh new vendor NAME` writes a blank one with every fact that the decision reads."
    TwoDefaults "F010" Error "Two decisions claim to be the default"
        "Only one criteria file of a workspace may say `default = true`, because commands without --criteria use that one."
    TooManyFiles "F011" Error "A folder holds too many files"
        "A decision reads at most 20,000 vendor files, 1,000,000 cells (vendors times criteria, and as many vendors times must-haves), and 1,500,000 facts, of which a range counts as three and a number of more than 18 digits as four."
    NotAPicture "F012" Error "A logo that is no picture"
        "The logo of a brand file is put into every page as it is, so only PNG and JPEG are taken: they cannot hold scripts."
    BadTemplate "F013" Error "A template that cannot be filled"
        "Templates are Jinja. The text breaks the rules of that language, names something that is not there, includes a file that is not in its folder, or goes on without end; or it holds a script or a style, which the policy of the page would not let work: put styles into style.css. `weigh new brand` writes a template to start from."

    UnreadFile "F014" Warning "A file that nothing reads"
        "A vendor in vendors/ itself, in a folder within a decision's folder, in a folder that no decision names, or with a name that does not end in .toml (a text editor may have added .txt) is not in any ranking, and an offer is not looked at. The help says where the file belongs. A file in another format, such as YAML or JSON, is not read either. A folder that is kept on purpose may stand outside of vendors/ and criteria/."
    AsideFile "F016" Note "A file that stands aside"
        "A backup, such as siam-voice.toml.bak or siam-voice.toml~, or a file in a folder called old, archive, drafts or the like counts for nothing. That is as it should be where it is kept on purpose; the help says what to do where it is to count."
    ReservedName "F015" Warning "A file name that Windows keeps for itself"
        "CON, PRN, AUX, NUL, COM0 to COM9 and LPT0 to LPT9 are devices there, whatever follows the point: a file of that name can be made elsewhere, and then not be copied to a computer with Windows. Rename it; the id follows."

    Syntax "T001" Error "The file is not TOML"
        "The text breaks the rules of TOML: often a missing quote, a missing bracket, a key given twice, or a word without quotes. See https://toml.io for the rules."
    UnknownKey "T002" Error "A key that weigh does not know"
        "An unknown key is an error and not passed over, because a mistyped key would silently drop what it says. Mend the spelling, or move the text into a `note`."
    WrongType "T003" Error "A value of the wrong type"
        "For example text where a number is wanted: numbers have no quotes and no units, dates are written 2027-04-01 without quotes, lists stand in [ ]."
    MissingKey "T004" Error "A key is missing"
        "The table cannot be understood without this key."
    BadNumber "T005" Error "A number that cannot be counted with"
        "`nan` and `inf` are not quantities, and a number with more than 18 digits before or after the point is not one that anybody meant. Leave a fact out when it is not known."
    OutOfRange "T006" Error "A value outside its range"
        "The message gives the range. Weights are not negative; values of a scale and minimums run from 0 to 100."
    BadDate "T007" Error "Not a date"
        "Dates are days, written 2027-04-01 without quotes and without a time."
    TooLong "T008" Error "A text is too long"
        "Names have at most 500 characters and other texts 10,000. Put long documents beside the files and name them as `source`."
    UnsafeText "T009" Error "A text holds characters that could deceive"
        "Control characters can rewrite what a terminal shows, and bidirectional overrides can make a text read differently from what it is. Both are refused in vendor and criteria files. In names so is what cannot be seen, such as U+200B ZERO WIDTH SPACE: two names would look alike and be two. Delete them; joiners stay where a script joins by them, and marks of direction beside Arabic or Hebrew letters."
    UnknownWord "T010" Error "Not one of the allowed words"
        "The message lists the words that can stand here."
    TooMany "T011" Error "Too many entries"
        "The limits (1,000 criteria, 1,000 gates, 10,000 facts, 1,000 entries of a list) are far above what a decision needs; they keep a hostile file from using up the machine."
    BadId "T012" Error "A name that cannot be an id"
        "Ids of criteria, gates, facts and needs use letters, digits, hyphens and underscores, at most 64, so that they can be typed in commands."
    OneOf "T013" Error "Exactly one of several keys is wanted"
        "A scale is of one kind and a gate makes one test. Delete the others, or write two gates."
    EmptyText "T014" Error "A text or list is empty"
        "Leave the key out when there is nothing to say."
    OddSpace "T015" Note "A space that is no plain one"
        "Text that was copied from a web page or a word processor may hold spaces of another kind (U+00A0 NO-BREAK SPACE, thin spaces). In names they count as plain ones, so that equal names are equal."
    Disguised "T016" Warning "A letter that looks like another"
        "A word mixes letters of two scripts that look alike, such as a Cyrillic `а` in `Siаm`. It may be a slip of the keyboard, or somebody who wants to pass for somebody else. See Unicode Technical Standard 39."

    UnknownGroup "C001" Error "`under` names a criterion that is not there"
        "`under` takes the id of another criterion, which becomes a group: for [criteria.cost] that id is `cost`."
    Cycle "C002" Error "Criteria stand under each other in a circle"
        "Follow the `under` keys: they lead back to where they started. One of them must be left out, so that the criterion stands at the top."
    TooDeep "C003" Error "Criteria are nested too deeply"
        "At most 16 levels are allowed. Two or three are enough for people to follow."
    WeightsDoNotAddUp "C004" Error "Weights do not add up"
        "The rule says with `weights` what the criteria of each group add up to; here they do not. A total that is off moves every score, and in published score sheets it is a common mistake. Mend the weights, or leave `rule.weights` out: then each group's weights are divided by their sum."
    NoWeight "C005" Error "A group's weights are all zero"
        "At least one criterion of each group needs a weight above zero, or nothing under the group can count."
    FlatScale "C006" Error "A scale that does not run"
        "Worst and best must differ, the points of a line must go up in x, and the top of a peak must lie between its ends. Otherwise a fact has no worth."
    NoScale "C007" Error "A criterion without a scale"
        "A criterion that is scored needs a `scale`, which says what a fact is worth. A criterion with others `under` it is a group and has none. Perhaps the `under` of its parts is missing."
    GroupIsScored "C008" Error "A group with keys of a scored criterion"
        "A group has a name, a weight, a minimum and a note; facts, scales, units, roundings and the unknown rule belong to the criteria under it."
    UnknownFact "C009" Error "A fact that no vendor has"
        "Nothing can be scored on a fact that no vendor file mentions; usually it is a spelling mistake. If nobody has answered yet, say so in the vendor files: `the_fact = {}`."
    UnknownNeed "C010" Error "A need that is not there"
        "A text that starts with `needs.` stands for an entry of the [needs] table of the same file."
    WrongNeed "C011" Error "A need of the wrong kind"
        "The need exists, but holds another kind of value than is wanted here: a date for `on`, `before` and `after`, a number for limits and budgets, a list for sets."
    UnknownTie "C012" Error "`ties` names a criterion that is not there"
        "The tie rule compares the points of the named criteria in turn."
    MinimumTooHigh "C013" Error "A minimum that nobody can reach"
        "`rule.minimum` is in points of the total score and cannot be more than `rule.points`."
    Anchors "C014" Error "Anchors do not fit the marks"
        "A rating scale has one anchor text for each whole mark, worst first: five for marks from 1 to 5, six with `from = 0`."
    NoCriteria "C015" Error "A decision without criteria"
        "At least one [criteria.ID] table is needed."
    SameLevel "C016" Error "Two levels of a scale are the same word"
        "Levels are compared without regard to capitals, so two that differ only there are one."

    DemandTerm "C018" Error "Demand without a term"
        "A forecast in [needs.demand] needs `needs.start`, a date, and `needs.years`, a number of years of whole months up to 20: without them nobody knows which months are paid for."
    BadDemand "C019" Error "A channel that cannot be staffed"
        "A channel has a service target (work while the customer waits) or a deadline (work that can wait), opening hours, and a profile with a number for each open interval. The message says what does not fit."
    CostVendor "C020" Warning "A cost for a vendor that is not there, with a name close to one that is"
        "`by_vendor` goes by the names of the vendor files without .toml. A vendor that is not there is fine, for it may be gone or still to come; this one looks like a mistyped name."
    CostWithoutDemand "C021" Warning "Cost assumptions without a demand"
        "The [cost] table says how quotes are compared, but without a forecast in [needs.demand] nothing can be worked out."

    WantedListInText "C022" Error "A list of wanted things that is written as one text"
        "`includes = \"en, es\"` asks for one thing with a comma in its name, which nobody has. Each thing stands in quotes of its own: `includes = [\"en\", \"es\"]`."

    AliasOfNothing "C023" Warning "An entry of the table `facts` that nothing asks for"
        "The table `facts` of the criteria file says which words of vendors stand for what must-haves and criteria ask for. What nothing asks for needs no other names: mostly it is spelt otherwise there, or the must-have is gone."
    AliasOfTwo "C024" Error "A word that stands for two things, or a thing that is asked for by two words"
        "A word in `aliases` stands for the one thing that it is listed under: this one stands under two, or is itself asked for. And what is asked for goes by one word: where one must-have asks for `en` and another for `English`, a vendor that writes either would lack the other."
    OtherThings "C025" Warning "A fact that names other things than the table `facts` says"
        "`items` says that what a fact names are languages or countries, so that codes and English names count alike. Here the fact is called otherwise, or what is asked for are no such things: then ES may be taken for Spanish where Spain is meant, or nothing is known at all."
    MinimumOfField "C027" Note "A minimum that depends on the field of bids"
        "A bid that misses a minimum of quality is not compared with the others: it sets no lowest price. Where the minimum is on a price that is compared with the other bids, or on a score with such a price in it, who reaches it is known only once the bids are compared, so the bid stays in the field and may set the lowest price."
    GatesExclude "C028" Warning "Two must-haves that no answer meets together"
        "Two must-haves ask the same fact for things that exclude each other, such as at least 50 and at most 40. A vendor that has not answered yet stays open on both of them, and is out all the same. Change the limit that is wrong, or take one of the two out."

    BadComparison "C030" Error "An entry of the table `robust` that cannot be used"
        "`weights` compares weights of criteria of one group: \"cost >= security\", \"20 <= cost <= 40\" in the numbers of the file, \"cost >= 2 culture\". `together` names facts that criteria read."
    Contradiction "C031" Error "Comparisons of weights that cannot hold together"
        "No weights satisfy all of the comparisons that the message names, or only a single choice of weights does, so none can be drawn. Without any one of them the rest could hold."
    UnfitFormula "C032" Error "A formula that cannot stand here"
        "`scale = { expr = \"lowest(admitted, facts.price) / facts.price\" }` states a formula as the tender prints it, `scale = { formula = \"ch.linear-span\", numbers = { max = 30, span = 0.5 } }` takes one of `weigh formula list`. Such a scale reads the one fact of its criterion, the numbers that it is given and needs; it compares the bids that `[rule] field` names, by default those that pass the must-haves and minimums, and names the same set. Facts that are worked out (`[facts.X] expr`), numbers with names (`[names.X] expr`) and conditions of must-haves (`when`) come before any points: they read facts, needs, what quotes come to and figures of all bids (`offered`). `weigh guide formulas` has the language."
    FactIsWorkedOut "C033" Error "A vendor states a fact that is worked out"
        "The criteria file works the fact out for every vendor, `[facts.X] expr`, so no vendor file may state it: two answers to one question would be there. Delete it in the vendor file, or `expr` in the criteria file."
    NoResult "C034" Warning "A formula without a result"
        "A fact is worked out by a formula, and for this vendor it has no result: it divides by zero, or reads a list or a date. The fact is not known then, and what reads it is open. Say in the formula what counts in that case: if CONDITION then A else B."
    NothingToExplain "C035" Error "An answer to an explanation that nobody is asked for"
        "`[explained.VENDOR] GATE` answers the explanation of a vendor that fails a must-have with `otherwise = \"explain\"`. There is no such must-have, or no such vendor, of that id: mend the id, or take the answer out."
    BadValue "C036" Error "Something in [needs.value] that cannot be counted"
        "What the work is worth is held against a baseline: a vendor of this decision, or { total = 6100000 } for how it is today. Customers need both: what one is worth (`customer`), and how many leave (`leave`). One who never leaves, with nothing taken off later years, is worth money without end: give `years` or a `discount`. The message says what does not fit."
    CountedTwice "C037" Warning "First-contact resolution that counts twice"
        "One criterion scores how many issues the first contact solves, and another what vendors are worth (`benefit.*`), in which customers who stay are counted by just that. A vendor that solves more is ahead twice. Keep one of the two, or give the first the weight that is not about customers who leave."

    UnknownJudged "J001" Error "A judgement of something that is not there"
        "Each table of [judgements] goes by the id of the group whose weights it is about, or `top` for the criteria at the top of the tree, and names the criteria of that group by their ids. After renaming a criterion, rename it here too."
    MissingJudgement "J002" Error "A judgement is missing"
        "Weights follow from judgements only where every criterion of the group is judged: with points, a place in the order, a comparison with every other one (pairwise), or comparisons with the best and the worst. After adding a criterion, judge it, or delete the table and state the weights alone."
    ContraryJudgements "J003" Error "Judgements that say two things"
        "Something is judged twice and not alike: a criterion stands twice, a pair is compared to two ratios, the worst criterion weighs more than another. Which of the two was meant only the people who judged can say."
    BadJudgement "J004" Error "A judgement that its method cannot use"
        "Each method asks its own questions: `points` and `swing` take points, `rank-order` takes an order and a formula, `pairwise` takes comparisons, `best-worst` takes best, worst and comparisons from 1 to 9. The message says what does not fit."
    WeightsNotJudged "J005" Warning "Weights that do not follow from their judgements"
        "The file keeps the judgements that its weights come from, and the weights of this group are others by now. Either they were changed afterwards, and then the reason belongs into the record; or the judgements were, and then `weigh weights --write` brings the weights into line. Scores go by the stated weights."
    InconsistentJudgements "J006" Warning "Judgements that do not agree"
        "The comparisons contradict each other more than the method accepts: a consistency ratio above 0.10 (pairwise, Saaty 1980), or above the threshold for best-worst judgements (Liang, Brunelli and Rezaei 2020). The comparison that fits the others least is named, with the value that would mend it. Talk it over again rather than mend it in silence."
    BeyondScale "J007" Warning "A comparison beyond 9"
        "Saaty's scale ends at 9, for people cannot tell larger ratios apart; consistency is measured against random comparisons within it. A larger ratio is taken as it is. Perhaps the criterion that weighs so little belongs under a group."

    RangeChanged "J008" Warning "A scale changed after its swing was judged"
        "Swing weights say how much it matters to go from the worst to the best of a scale. When the scale runs further, or less far, the same points mean something else: with `32 to 12` grown to `40 to 12`, the weight of the price was judged about a smaller difference than it decides now. Judge the swings of the group again (`weigh weights swing ... --write`, or `f` on the page of the weights in the terminal UI), or take the change of the scale back. `ranges` in the table of the judgement keeps what the swings were about."

    WrongFact "V001" Error "A fact of the wrong kind"
        "The criterion or gate that reads the fact wants another kind of value: a number, a text, true or false, a date, or a list."
    OutsideScale "V002" Note "A fact outside its scale"
        "Beyond the ends of a scale the value stays 0 or 100. That may be right; if many vendors are capped, the ends are too narrow and the criterion cannot tell them apart."
    UnknownLevel "V003" Error "A level that the scale does not list"
        "The fact must be one of the words that the scale lists. Mend the fact, or add the level to the scale."
    UnitDiffers "V004" Error "A fact in another unit"
        "The criterion counts in one unit and the fact says another. Convert the number, and keep the original in `note`. Comparing prices in different units by their headline is how the wrong vendor wins."
    RangeOrder "V005" Error "A range that is out of order"
        "A range needs low, likely and high, and likely lies between the other two."
    OutsideMarks "V006" Error "A mark outside the rating scale"
        "If the source used another scale, convert the mark and keep the original in `note`."
    UnknownRating "V007" Warning "A mark for no criterion of this decision"
        "The vendor file marks something that this decision does not rate, with a name close to one that it does."
    UnusedFact "V008" Warning "A fact that nothing reads, with a name close to one that is missing"
        "Facts that a decision does not read are fine, for a vendor file serves many decisions. This one looks like a mistyped name."
    SameName "V009" Error "Two vendors with the same name"
        "A reader of the ranking could not tell them apart. Give each its own `name`."
    NoReason "V010" Error "A vendor is out without a reason"
        "Everybody who is left out is listed with the reason, so `withdrawn` and `disqualified` want one in `reason`."
    NoPrice "V011" Error "A price that is not above zero"
        "Price formulas divide by prices. A price of zero or less would break them, and is not a quote."
    UnusedReason "V012" Warning "A reason without need"
        "`reason` says why a vendor is withdrawn or disqualified; this one is invited. Use `note`."

    BadPrice "V013" Error "A price line that cannot be worked out"
        "A line has either a `rate` or `tiers`; `baseline` goes with a price by the month; tiers begin at 0 and go up. The message says what does not fit."
    UnknownChannel "V014" Error "A price for a channel that the demand does not have"
        "The channels of a price line are the keys under [needs.demand] of the criteria file."
    NoAssumption "V015" Error "A quote that needs an assumption"
        "The quote is in another currency, rises with consumer prices, or holds tax. The [cost] table of the criteria file says what that means for every vendor alike: `rates`, `cpi`, `tax`."
    NotOnChecklist "V016" Warning "A thing that is not on the checklist"
        "`included` and `silent` name things of [cost.checklist] of the criteria file. This one is not there, so nothing is counted for it."
    CostUnknown "V017" Warning "A quote whose cost is not known"
        "Something that the sum needs is not known, so the total is unknown and not zero: the message says what. Facts such as cost.total count as unknown for this vendor."

    ListInText "V021" Error "A list that is written as one text"
        "`languages = \"en, es, pt\"` is one thing with commas in its name, and a must-have that asks for `en` would not find it. Each thing stands in quotes of its own: `languages = [\"en\", \"es\", \"pt\"]`. What is said of one of them goes into a table: { name = \"ISO 27001\", note = \"annex B\" }."
    LookAlike "V022" Warning "A thing that nothing asks for, and that looks like one that is lacking"
        "Things of a set count only where they are written alike, but for capitals: `ISO/IEC 27001:2022` is not `ISO 27001`, nor `English` `en`. Write it as the decision does where the two are the same."
    OtherNotation "V023" Warning "A number that may be written in another notation"
        "Decimals stand after a point, so `60.000` is sixty: in much of the world it is sixty thousand. A share of one, such as 0.35, is no per cent. Nothing is changed: write the number so that it can be read in one way only, 60000 or 60."
    FarOff "V024" Warning "A number a hundred times from what all others say"
        "One vendor's number is a hundred times as large or as small as every other's, or more; or the end of a scale, a limit or a weight is that far from all that it is held against. Mostly it is in another unit, or a point or comma stands where it should not; sometimes it is right."
    PriceDiffers "V025" Warning "A price that a fact and the quote do not state alike"
        "The same vendor names two prices for the same unit of work: one as a fact, one in the quote. A criterion may count one and the total cost the other."
    FutureDate "V026" Warning "A fact from a day that is still to come"
        "`as_of` is the day on which a fact was true, so it lies in the past. Mostly the year is mistyped; the last day on which something is valid goes into `until`."
    NamesLookAlike "V027" Warning "Two vendors whose names look alike"
        "The names differ in letters that are hardly told apart by eye, such as a Latin and a Cyrillic a, l and I, or the digit 1 for either; or only in spaces, points and hyphens. A reader of the ranking would take one for the other. See Unicode Technical Standard 39."
    HeadFact "V028" Error "A fact that stands at the head of the file"
        "`kind`, `country`, `shore` and `status` stand beside the name of a vendor, and must-haves and criteria read them there like any other fact. Among the facts they would be said twice."
    OddWord "V029" Warning "A word that is close to a known one"
        "`kind` and `shore` take any word. This one differs by a letter or two from one of the usual words, and must-haves that ask for that one would not find it."
    NoThing "V030" Error "A word for what is not known, where things are listed"
        "`certifications = \"TBD\"` would be one certificate of that name, and put the vendor out for want of those that are asked for. What is not known yet is written { } and stays open; a list without things is []."
    UnknownName "V031" Warning "A language or country that weigh does not know"
        "Where the decision says `items = \"languages\"` or `\"countries\"`, each is the same by its ISO code and by its English name, a language by its own name too. This one is none of these, so it stands for nothing that is asked for: write the code. The country of a vendor is a code of ISO 3166-1: GB and not UK."
    BadCount "V032" Error "A count that cannot be"
        "A share that was counted says how many of how many, in whole numbers: `{ yes = 7, of = 8 }`. No more say yes than were asked, and no more were asked than there are (`population`). It is a share in per cent, so money and times have none. weigh makes a range of it by how few were asked (Wilson's interval): of 8 references 7 are 58.88 to 97.17 %, and not 87.5 for sure."

    TypedFigure "V033" Warning "A number that the bids make, and that somebody typed"
        "The end of a scale, or a number of its formula, is just what the bids come to now: the lowest, the highest, their mean, or a plain multiple of the lowest. Where a bid is added, changed or withdrawn it would have to be typed anew, and nobody would be told. A formula, `scale = { expr = \"...\" }`, works it out from the bids each time; where the number is the rule's own and only happens to be that, leave it."

    NoSourceSince "E001" Warning "A fact that was changed and has no source since"
        "The source and the day belonged to the value before. Say where the new value comes from: `weigh set PATH VALUE --source \"...\" --as-of DAY`, or in the file."

    NoPanelFolder "P001" Error "The folder of the panel is not there"
        "`panel` in the criteria file names a folder, relative to that file, with one TOML file an evaluator. Create it, mend the path, or leave `panel` out: then the marks in the vendor files count."
    NoEvaluators "P002" Note "A panel without evaluators"
        "The folder of the panel holds no files, so the marks in the vendor files count for now. `weigh sheet NAME` writes a blank sheet for an evaluator."
    PanelVendor "P003" Warning "An evaluator speaks of a vendor that is not there"
        "Marks and conflicts go by the names of the vendor files without .toml. The vendor may be gone; or the name is mistyped, and then a mark is missing elsewhere or a conflict is passed over."
    UnratedMark "P004" Error "A mark on something that is not marked"
        "Evaluators mark the criteria of this decision that have a rating scale. This one has another scale, is a group, or is not there."
    MarkInConflict "P005" Error "A mark on a vendor from whom the evaluator is excluded"
        "An excluded evaluator may not mark the vendor at all. Delete the marks. If the evaluator stepped back only after marking, the kind of the conflict is `recused`: then the marks stay on file and do not count."
    NoMarkNote "P006" Warning "A mark without the note that the rule demands"
        "`rule.panel.notes` asks for a reason beside every mark, or beside the highest and the lowest of the scale. A mark without a reason is hard to defend."
    MissingMarks "P007" Note "Marks that an evaluator has not given yet"
        "Until they are in, the rule says what stands for them (`rule.panel.missing`), and the vendor's score has a range. Whoever cannot judge a thing says so with { } in place of a mark."
    SameEvaluator "P008" Error "Two evaluators with the same name"
        "A reader of the result could not tell them apart, and perhaps one person's file is there twice."
    OwnWeights "P009" Error "Own weights that cannot be used"
        "An evaluator's own weights name criteria of the decision, weigh a whole group or none of it, and add up as the rule of the decision asks."
    ConsensusReason "P010" Error "A consensus without its mark or its reason"
        "What a meeting agreed on is kept beside the marks of its members, and somebody will ask why it differs from theirs."
    ConsensusUnread "P011" Warning "A consensus that does not count"
        "The rule combines marks in another way, so the marks of the consensus file change nothing. Set `rule.panel.combine` to consensus before the marks are in, or delete them."
    MarkUnread "P012" Warning "A mark in a vendor file beside a panel"
        "Where a decision has a panel, the marks of its evaluators count, and those in [ratings] of the vendor files do not."
    PanelRuleUnread "P013" Warning "A rule for a panel that nothing reads"
        "`rule.panel` says how the marks of a panel are combined; without `panel` there are none. `otherwise` goes with combine = consensus."
    UnknownPrice "P014" Error "A price that is not there"
        "`rule.panel.price` names what stays out of the evaluators' sheets until quality is locked: criteria, groups, or facts that a criterion or a gate reads."
    BadSheet "P015" Error "A sheet that cannot be read"
        "A filled-in sheet is one that `weigh sheet` wrote for this decision, with marks and notes in their cells and the rest as it was. The message names the cell."

    LockedChanged "L001" Warning "Something changed that was locked"
        "The rule, or the evaluators' work, was locked, and says something else now. The message lists what. Undo the change; or unlock with a reason, which stays in the log, and lock again."
    LogBroken "L002" Error "The log of locks was changed"
        "Every line of criteria/locks.log holds the fingerprint of the line before it, and the last line that of the whole. Here they do not fit: a line was edited, dropped or moved. Bring the file back from version control. The log knows decisions by the names of their criteria files, so one that was renamed would shed its locks: it is called again as it was."

    AwardLost "A001" Warning "An award that cannot stand"
        "The winner of the award in force has withdrawn, was disqualified, fails a must-have, is gone, or a condition of the award was rejected. Award the work again, `weigh award --to VENDOR --reason \"...\"`, or end the procedure with `weigh award --none --reason \"...\"`; the record keeps both."
    AwardDiffers "A002" Warning "Files that are not those of the award"
        "The record of the award keeps the score and the rank of every vendor and the fingerprints of the rule and of all inputs, and today's files give others. Letters and notices state the record, so they wait until the files are what they were, or the award is made again with the reason."
    Disclosure "A004" Error "A rule on what is told that cannot be used"
        "The regime \"custom\" is the buyer's own table, so it needs items; and a release by summary needs the summary."
    ConditionOpen "A003" Warning "A condition of the award that nobody has answered"
        "The work was awarded although a must-have was open. `weigh clear VENDOR GATE --accept --reason \"...\"`, or `--reject`, answers it."

    AwardDespite "A008" Warning "An award to a vendor that fails a must-have"
        "The work was awarded with `--despite`: the winner fails a must-have, and that was passed over with a reason. Letters and the notice tell it to those who are told why the work was awarded so."
    AwardGone "A006" Error "A record of awards that holds none"
        "weigh begins the record of a decision with its first award, and takes nothing out. A record that is there and empty has lost what it held, and who reads it would take it that nothing was awarded."
    PriceFollows "A007" Warning "A rule under which points give prices away"
        "Under a price formula over the field of bids a loser's own points are a price of somebody else: under lowest/price those of one loser give the lowest price, under span those of two. Nothing that is withheld of the winner prevents it, and where [disclosure] wants prices kept the letters would be refused. A scale with fixed ends, `scale = { worst = ..., best = ... }`, keeps them; `price_points = \"exact\"` tells the points all the same."
    LetterGap "A005" Warning "Something that letters need and the files lack"
        "The regime of the decision wants it told: who buys, addresses of vendors, from when a standstill counts; and every criterion with points needs a reason. A mark is explained by what a meeting agreed on, by the words of its scale, or by `[reasons.VENDOR] CRITERION = \"...\"` in criteria/letters/DECISION.toml."

    BadOption "S001" Error "A what-if that cannot be read"
        "`--set` takes PATH=VALUE, such as criteria.cost.weight=40 or vendors.siam-voice.facts.hourly_rate=13. The value is written as in the file; text that is not a number, date, true or false may go without quotes."
    UnknownPath "S002" Error "A path that leads nowhere"
        "The path names a table, a vendor or a key that is not there. Paths start at the top of the criteria file (criteria.cost.weight, rule.unknown, needs.start), or with vendors.ID for a vendor file."
    WeightsOverfull "S003" Error "A what-if takes more weight than there is"
        "The weights that the options set add up to more than the group has to give, so nothing is left for the others."
    UnreadWhatIf "S004" Error "A what-if of a fact that nothing reads"
        "No must-have, criterion or quote of this decision reads the fact, so the result would be the same whatever it is. `weigh set` may write it all the same, for a vendor file serves many decisions."
    KeyTwice "K001" Warning "A key of the keyboard does two things"
        "In your keys.toml (or beside what comes with the program) one key is bound to two actions that are possible on the same page. What your file binds goes before what came with the program; bind the other action to another key as well."
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such code")]
pub struct UnknownCode;

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Code, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text)).ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_explained() {
        let mut texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
            assert!(code.explanation().ends_with('.'), "{code}");
        }
    }
}
