//! What the words of headings and cells mean, in the languages in which sheets are kept.
//!
//! A word never decides alone where formulas or numbers say something: it breaks ties, and names what typed cells leave
//! open. Languages without spaces are matched anywhere in a label, others from the start of a word.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// What a label can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Weight,
    Weighted,
    Maximum,
    Mark,
    Comment,
    Total,
    Subtotal,
    Rank,
    Price,
    /// What is paid, in words that are no price: a cost, a tariff.
    Cost,
    Points,
    Vendor,
    Criterion,
    Group,
    Number,
    Must,
    Wish,
    Evaluator,
    /// What stands beside the marks of vendors and is none's: a target, the best of them.
    Aside,
    /// That a vendor is out.
    Out,
    Status,
}

/// The words of each label.
const LABELS: [(Label, &str); 21] = [
    (
        Label::Weighted,
        "weighted gewichtet gewogen pondere ponderad painotet viktad vægtet wazon 加重 ถ่วงน้ำหนัก الموزون مرجح \
         взвешен",
    ),
    (
        Label::Weight,
        "weight gewicht gewichtung ponderation ponderacion ponderacao poids peso pesos paino painoarvo painotus vikt \
         viktning vægt vekt weging wegingsfactor waga vaha súly bobot agirlik timbang ağırlık vekting trong_so βαρυτητα вага pondere тежест tezina tezinski utez kaal svoris svars importance multiplier coef coefficient \
         coeficiente 重み ウェイト 権重 权重 權重 比重 가중치 น้ำหนัก الوزن وزن вес משקל भार भारांक trọng_số",
    ),
    (
        Label::Maximum,
        "max maximum maxpoints maxscore out_of hochstpunkt maximal maximo maxima possible available enimmais maksimi \
         bareme 配点 满分 滿分 分值 만점 배점 คะแนนเต็ม القصوى العظمى макс",
    ),
    (
        Label::Subtotal,
        "subtotal sub-total zwischensumme teilsumme sous-total valisumma delsumma subtotaal average mean \
        mittelwert durchschnitt promedio moyenne media keskiarvo medelvarde gemiddelde srednia 小計 小计 소계 平均 \
        รวมย่อย ค่าเฉลี่ย الفرعي المتوسط среднее",
    ),
    (
        Label::Rank,
        "rank ranking rang rangfolge platz position puesto posicion posicao orden sija sijoitus plats placering \
        miejsce place classement classifica 順位 名次 排名 순위 อันดับ الترتيب ترتيب место",
    ),
    (
        Label::Total,
        "total totals sum summe gesamt gesamtpunkte gesamtpunktzahl gesamtsumme suma totale totaal somme yhteensa \
        summa overall grand razem celkem toplam jumlah разом σύνολο συνολο ukupno kokku viso kopa összesen osszesen общо kabuuan 合計 総合点 総計 总分 总计 總分 합계 총점 รวม المجموع الإجمالي итого סה\"כ सहका कुल tổng",
    ),
    (
        Label::Vendor,
        "vendor supplier bidder provider tenderer offeror company firm anbieter bieter lieferant dienstleister \
        fournisseur soumissionnaire candidat prestataire proveedor oferente licitador postor contratista tarjoaja \
        toimittaja leverantor anbudsgivare leverancier inschrijver dostawca fornecedor fornitore offerente \
        提案者 事業者 業者 入札者 応募者 供应商 投标人 업체 ผู้เสนอราคา ผู้ขาย บริษัท المورد الشركة поставщик",
    ),
    (
        Label::Criterion,
        "criterion criteria requirement question kriterium kriterien anforderung critere criterio criterios \
        requisito vertailuperuste kriteeri kriterier kriterie critério criterium kryterium attribute factor kriter olcut kriteriu critériu критерій критерии κριτηριο kriterij kriteerium kriterijus \
        評価項目 項目 評価基準 评价 指标 평가항목 เกณฑ์ المعيار معيار критерий קריטריון मानदंड मापदंड tiêu_chí pamantayan",
    ),
    (
        Label::Group,
        "category group section area hauptgruppe bereich kategorie categoria categorie grupo osa-alue rubrique \
        区分 大項目 分类 分類 หมวด المحور theme domain",
    ),
    (
        Label::Comment,
        "comment comments remark remarks notes justification evidence rationale reason reasoning bemerkung \
        bemerkungen kommentar anmerkung begrundung comentario comentarios observacion observaciones commentaire remarque \
        huomio huomautus kommentti perustelu opmerking observacao uwagi 備考 コメント 备注 비고 หมายเหตุ ความเห็น ملاحظات \
        комментарий",
    ),
    (
        Label::Points,
        "points point punkte preispunkte puntaje puntos pisteet pontos punti poang punkty score 点 分 คะแนน نقاط",
    ),
    (
        Label::Mark,
        "score scores points rating mark marks note raw punkte bewertung punteggio pisteet puntaje puntuacion \
        puntos pontos nota poang ocena 得点 点数 評点 評価 评分 得分 점수 คะแนน الدرجة درجة оценка",
    ),
    (
        Label::Price,
        "price preis gesamtpreis angebotspreis preispunkte prix precio hinta preco prezzo prijs pris cena bid quote \
        economico economica 価格 入札価格 見積 金額 价格 报价 가격 ราคา السعر سعر цена",
    ),
    (
        Label::Cost,
        "cost costs kosten cout coute costo coste custo kustannus kustannukset kostnad omkostning tarif tariff fee fees charge \
         hourly_rate day_rate stundensatz tagessatz 費用 料金 成本 费用 비용 ค่าใช้จ่าย ค่าบริการ التكلفة стоимость",
    ),
    (Label::Number, "no nr ref id pos item_no # n° 番号 ลำดับ رقم"),
    (
        Label::Must,
        "mandatory must pass/fail muss ko-kriterium k.o ausschlusskriterium habilitante habilitantes obligatoire \
        obligatorio pakollinen compulsory eliminatory 必須 必须 บังคับ إلزامي",
    ),
    (
        Label::Evaluator,
        "evaluator assessor scorer reviewer rater judge bewerter prufer gutachter evaluateur evaluador \
        arvioija bedomare beoordelaar valutatore avaliador oceniajacy 評価者 採点者 評委 评委 평가자 ผู้ประเมิน กรรมการ المقيم",
    ),
    (
        Label::Aside,
        "target min minimum threshold required must reach needed best highest lowest spread range difference delta gap variance \
        deviation goal baseline benchmark cutoff hurdle ziel soll mindest mindestwert beste spannweite differenz abweichung \
        objectif cible seuil ecart meilleur objetivo meta umbral diferencia mejor tavoite erotus doel verschil 目標 最高 最低 差 \
        เป้าหมาย ขั้นต่ำ ส่วนต่าง",
    ),
    (
        Label::Out,
        "disqualified withdrawn withdrew excluded rejected eliminated ineligible disqualifiziert ausgeschlossen zuruckgezogen \
        disqualifie exclu ecarte elimine retire descalificado excluido retirado eliminado escluso ritirato uitgesloten \
        teruggetrokken hylatty poissuljettu vetaytynyt utesluten 失格 辞退 除外 取消 淘汰 ถอนตัว ตัดสิทธิ์ مستبعد منسحب",
    ),
    (
        Label::Status,
        "status stand zustand statut etat estado stato tila eligibility outcome result decision 状態 状态 資格 สถานะ الحالة",
    ),
    (Label::Wish, "optional desirable should kann soll souhaite deseable toivottava 任意 可选"),
];

/// Words as they are compared, each with whether its language puts spaces between words.
type Words = Vec<(String, bool)>;

/// The words of each label as they are compared.
static FOLDED: LazyLock<Vec<(Label, Words)>> =
    LazyLock::new(|| LABELS.iter().map(|(label, words)| (*label, list(words))).collect());
static YES_FOLDED: LazyLock<Words> = LazyLock::new(|| list(YES));
static NO_FOLDED: LazyLock<Words> = LazyLock::new(|| list(NO));
static UNKNOWN_FOLDED: LazyLock<Words> = LazyLock::new(|| list(UNKNOWN));
static UNSAID_FOLDED: LazyLock<Words> = LazyLock::new(|| list(UNSAID));
static PARTLY_FOLDED: LazyLock<Words> = LazyLock::new(|| list(PARTLY));
static ABOUT_FOLDED: LazyLock<Words> = LazyLock::new(|| list(ABOUT));

fn list(words: &str) -> Words {
    words
        .split_whitespace()
        .map(|word| {
            let word = folded(&word.replace('_', " "));
            let is_spaced = is_spaced(&word);
            (word, is_spaced)
        })
        .collect()
}

/// A text as words are compared: small letters of one form, without accents.
pub(super) fn folded(text: &str) -> String {
    let lower = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        let is_shown = |c: &char| !unicode_normalization::char::is_combining_mark(*c) || is_kept(*c);
        let plain: String = text.nfkd().filter(is_shown).collect();
        plain.nfc().collect::<String>().to_lowercase().replace('ß', "ss")
    };
    let is_joined = |pair: &[u8]| pair != b"  " && !matches!(pair[1], b'\t'..=b'\r');
    if lower.is_ascii() && lower.trim().len() == lower.len() && lower.as_bytes().windows(2).all(is_joined) {
        return lower;
    }
    let mut folded = String::with_capacity(lower.len());
    for word in lower.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Marks that are letters of their scripts: the vowels of Thai, the voicing of kana.
fn is_kept(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3099}' | '\u{309a}' | '\u{900}'..='\u{dff}')
}

/// Whether a label says a thing.
pub(super) fn says(text: &str, label: Label) -> bool {
    let text = folded(text);
    // What looks like a formula is a name that somebody chose.
    if text.starts_with(['=', '+', '@']) {
        return false;
    }
    let words = FOLDED.iter().filter(|(one, _)| *one == label).flat_map(|(_, words)| words);
    stands_in(&text, words)
}

/// Words that stand between others and say nothing by themselves.
const SMALL: [&str; 16] = [
    "of", "out", "the", "and", "all", "per", "in", "de", "der", "die", "des", "la", "les", "von", "und", "et",
];

/// Whether a label is made of nothing but words for one of some things, and marks that number it: `Total score`, `合計点`.
pub(super) fn is_only(text: &str, labels: &[Label]) -> bool {
    let mut rest = folded(text);
    let unspaced = FOLDED.iter().filter(|(label, _)| labels.contains(label)).flat_map(|(_, words)| words);
    for (word, _) in unspaced.filter(|(_, is_spaced)| !is_spaced) {
        rest = rest.replace(word, " ");
    }
    let is_small = |word: &str| {
        word.chars().count() < 2 || word.bytes().all(|byte| byte.is_ascii_digit()) || SMALL.contains(&word)
    };
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !is_small(word));
    words.all(|word| labels.iter().any(|label| says(word, *label)))
}

fn stands_in<'a>(text: &str, words: impl IntoIterator<Item = &'a (String, bool)>) -> bool {
    let starts = starts(text);
    // Languages without spaces have letters of their own.
    let is_ascii = text.is_ascii();
    words.into_iter().any(|(word, is_spaced)| {
        if *is_spaced {
            starts.iter().any(|start| is_word(start, word))
        } else {
            !is_ascii && text.contains(word)
        }
    })
}

fn is_spaced(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii() || ('\u{c0}'..='\u{52f}').contains(&c))
}

/// What of a text follows from each place where a word can begin.
fn starts(text: &str) -> Vec<&str> {
    let mut is_within = false;
    let starts = text.char_indices().filter_map(|(at, c)| {
        let is_start = !is_within;
        is_within = c.is_alphanumeric();
        is_start.then(|| &text[at..])
    });
    starts.collect()
}

/// Whether a text begins with a word, whole or with an ending of at most three letters.
fn is_word(text: &str, word: &str) -> bool {
    let longest = if word.len() > 4 { 3 } else { 0 };
    text.strip_prefix(word).is_some_and(|rest| {
        rest.chars().take(longest + 1).take_while(|c| c.is_alphanumeric()).count() <= longest
    })
}

/// What a cell with a word says of a requirement or of what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Yes,
    No,
    /// Some of it, or with conditions.
    Partly,
    /// Nothing is known yet, or nothing was said.
    Unknown,
    /// A dash: nothing known, or does not apply.
    Dash,
}

const YES: &str = "yes y pass passed p ok met complies compliant ja j erfullt oui o conforme si s cumple kylla k tayttyy \
    hyvaksytty はい 有 有り あり 可 適 合格 是 预 예 적합 มี ใช่ ผ่าน نعم مستوفى sim cumpre true ✓ ✔ ☑ ✅ ○ ◯ √ full да";
const NO: &str = "no n fail failed f not_met nein nicht_erfullt non non_conforme no_cumple ei いいえ 無 無し なし 否 不適 \
    不合格 不可 아니오 부적합 ไม่มี ไม่ใช่ ไม่ผ่าน لا nao nao_cumpre false ✗ ✘ ☒ ❌ × нет";
const UNKNOWN: &str = "n/a na n.a. n.a tbd tbc tba t.b.d. t.b.c. ? ?? unknown not_known pending in_progress on_request open \
    not_provided not_stated no_answer abstain abstained abst k.a. k._a. keine_angabe offen unbekannt ausstehend auf_anfrage \
    nc n/c non_communique a_definir s/d sin_datos por_definir pendiente no_disponible a_consultar n/d nd ei_tietoa puuttuu \
    ei_vastausta avoin selvitetaan 未定 不明 未回答 確認中 待定 未知 미정 ไม่ทราบ ตามตกลง อยู่ระหว่างดำเนินการ รอเอกสาร รอผล \
    ไม่ระบุ غير_معروف قيد_التنفيذ لم_يحدد nezname okant saknas ukjent onbekend nvt non_disponibile da_definire a_confirmar";
/// Those of them that say plainly that nothing was said.
const UNSAID: &str = "unknown not_known not_stated not_provided k.a. k._a. keine_angabe unbekannt non_communique sin_datos \
    ei_tietoa ei_vastausta 不明 未回答 未知 ไม่ทราบ ไม่ระบุ غير_معروف";
const DASH: [&str; 8] = ["-", "--", "---", "–", "—", "...", "…", "/"];
const PARTLY: &str = "partial partially partly teilweise bedingt parcial parcialmente partiel partiellement osittain delvis \
    一部 部分 บางส่วน جزئي conditional conditionally subject_to gedeeltelijk parziale";
/// Words before a number that is not exact.
const ABOUT: &str =
    "approx. approx about ca. ca circa ~ ≈ env. environ aprox. unos noin rund etwa 約 ประมาณ حوالي around";

fn is_one_of(text: &str, words: &[(String, bool)]) -> bool {
    words.iter().any(|(word, _)| word == text)
}

/// Whether a word says plainly that nothing was said, and cannot mean that a thing does not apply.
pub(super) fn is_unsaid(text: &str) -> bool {
    is_one_of(&folded(text.trim_matches(super::cells::is_blank)), &UNSAID_FOLDED)
}

/// What a word says; none for any other text.
pub(super) fn said(text: &str) -> Option<Said> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let folded = folded(text.trim_matches(super::cells::is_blank));
    if DASH.contains(&folded.as_str()) {
        return Some(Said::Dash);
    }
    if is_one_of(&folded, &UNKNOWN_FOLDED) {
        return Some(Said::Unknown);
    }
    if is_one_of(&folded, &YES_FOLDED) {
        return Some(Said::Yes);
    }
    if is_one_of(&folded, &NO_FOLDED) {
        return Some(Said::No);
    }
    if folded.chars().count() <= 40 && stands_in(&folded, PARTLY_FOLDED.iter()) {
        return Some(Said::Partly);
    }
    // A yes with a star or a footnote has a condition.
    let bare = folded.trim_end_matches(['*', '†', '¹', '²']).trim();
    (bare != folded && is_one_of(bare, &YES_FOLDED)).then_some(Said::Partly)
}

/// Words for how good something is, from the worst to the best.
const LEVELS: [&str; 6] = [
    "×|unacceptable|very poor|very bad|very weak|none|ungenugend|sehr schlecht|nul|muy malo|inaceptable|zeer slecht|不可|ไม่ผ่าน",
    "poor|bad|weak|insufficient|inadequate|unsatisfactory|below average|low|mangelhaft|schlecht|schwach|gering|insuffisant|\
     mauvais|faible|malo|deficiente|insuficiente|bajo|onvoldoende|slecht|laag|heikko|huono|dalig|svag|劣|低|แย่|ต่ำ|ปรับปรุง|ควรปรับปรุง",
    "△|fair|average|acceptable|adequate|satisfactory|sufficient|moderate|medium|mediocre|ausreichend|befriedigend|mittel|\
     durchschnittlich|passable|moyen|regular|aceptable|suficiente|medio|voldoende|matig|gemiddeld|tyydyttava|\
     kohtalainen|keskitaso|godkand|medel|可|中|普通|พอใช้|ปานกลาง",
    "○|◯|good|strong|above average|high|gut|stark|hoch|bon|bien|fort|eleve|bueno|buena|alto|goed|hoog|hyva|bra|god|良|高|ดี|สูง",
    "very good|very strong|very high|sehr gut|tres bon|tres bien|muy bueno|muy buena|zeer goed|erittain hyva|mycket bra|\
     優良|ดีมาก|สูงมาก",
    "◎|excellent|outstanding|exceptional|best|hervorragend|ausgezeichnet|exzellent|excelente|sobresaliente|uitstekend|\
     erinomainen|utmarkt|優|优|秀|ดีเยี่ยม|ยอดเยี่ยม",
];

/// The words of each level as names are compared.
static LEVELS_FOLDED: LazyLock<Vec<(String, usize)>> = LazyLock::new(|| {
    let levels = LEVELS.iter().enumerate();
    levels.flat_map(|(level, words)| words.split('|').map(move |word| (folded(word.trim()), level))).collect()
});

/// How good a word says that something is: a place in an order from the worst to the best.
pub(super) fn level(text: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    if text.len() > LONGEST || text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let folded = folded(text.trim_matches(super::cells::is_blank));
    LEVELS_FOLDED.iter().find(|(word, _)| *word == folded).map(|(_, level)| *level)
}

/// Words for how much something weighs, from the least to the most, beside those for how good it is.
const IMPORTANCE: [&str; 3] = [
    "nice to have|nice-to-have|could have|won't have|optional|desirable|minor|kann|wunschenswert|souhaitable|deseable|任意",
    "should|should have|should-have|important|wichtig|soll|major|souhaite|importante|tarkea|viktig|重要",
    "must|critical|must have|must-have|essential|crucial|very important|kritisch|sehr wichtig|muss|essentiel|critique|critico|esencial|必須",
];

/// The place of a word for a weight in an order from the least to the most: a word, or so many stars.
pub(super) fn weight_word(text: &str) -> Option<usize> {
    let text = text.trim_matches(super::cells::is_blank);
    let stars = text.chars().filter(|c| is_star(*c)).count();
    if stars > 0 && text.chars().all(|c| is_star(c) || c == '☆') {
        return Some(stars);
    }
    let signs = text.chars().count();
    if signs <= 5 && signs > 0 && (text.chars().all(|c| c == '+') || text.chars().all(|c| c == '*')) {
        return Some(signs);
    }
    let folded_text = folded(text);
    let important = IMPORTANCE.iter().position(|words| words.split('|').any(|word| word == folded_text));
    // Between low, medium and high, on the scale of words for how good something is.
    level(text).or(important.map(|at| at + 1))
}

/// Whether a text says by itself which way a criterion counts: that less of it is better, or more.
pub(super) fn is_way(text: &str) -> Option<bool> {
    const LESS: &str = "min minimum minimise minimize lower less smaller decreasing lower_is_better less_is_better niedriger weniger moins menor menos ↓";
    const MORE: &str = "max maximum maximise maximize higher more greater increasing higher_is_better more_is_better hoher mehr plus mayor mas ↑";
    let folded =
        folded(text.trim_matches(|c: char| super::cells::is_blank(c) || matches!(c, '.' | '(' | ')')))
            .replace(' ', "_");
    let is_in = |words: &str| words.split_whitespace().any(|word| word == folded);
    if is_in(LESS) { Some(true) } else { is_in(MORE).then_some(false) }
}

/// A star as people draw marks and weights.
pub(super) fn is_star(c: char) -> bool {
    matches!(c, '★' | '⭐')
}

/// A text without a word before it that says that a number is not exact, and whether there was one.
pub(super) fn without_about(text: &str) -> (&str, bool) {
    let folded_text = folded(text);
    for (word, _) in ABOUT_FOLDED.iter() {
        if folded_text.starts_with(word) {
            let rest: Vec<(usize, char)> = text.char_indices().collect();
            let at = rest.get(word.chars().count()).map_or(text.len(), |(at, _)| *at);
            let rest = text[at..].trim_start();
            if rest.starts_with(|c: char| c.is_numeric()) {
                return (rest, true);
            }
        }
    }
    (text, false)
}

/// Codes and signs of currencies.
pub(super) const CURRENCIES: [(&str, &str); 34] = [
    ("US$", "USD"),
    ("R$", "BRL"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("HK$", "HKD"),
    ("S$", "SGD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("$", "USD"),
    ("¥", "JPY"),
    ("円", "JPY"),
    ("฿", "THB"),
    ("₩", "KRW"),
    ("₹", "INR"),
    ("₺", "TRY"),
    ("zł", "PLN"),
    ("บาท", "THB"),
    ("元", "CNY"),
    ("EUR", "EUR"),
    ("USD", "USD"),
    ("GBP", "GBP"),
    ("CHF", "CHF"),
    ("JPY", "JPY"),
    ("THB", "THB"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("HUF", "HUF"),
    ("AED", "AED"),
    ("SAR", "SAR"),
    ("Euro", "EUR"),
    ("S/", "PEN"),
];

/// The currency that a text or a number format names.
pub(super) fn currency(text: &str) -> Option<&'static str> {
    // In a format `[$฿-41E]` is the sign after the first.
    let text =
        if text.contains("[$") { text.replace("[$-", "[").replace("[$", "[") } else { text.to_owned() };
    let is_ascii = text.is_ascii();
    let mut signs = CURRENCIES.iter().filter(|(sign, _)| !is_ascii || sign.is_ascii());
    signs.find(|(sign, _)| text.contains(sign)).map(|(_, code)| *code)
}

/// Whether a text or a number format names a currency by its sign, or by its code as a word of its own.
pub(super) fn names_currency(text: &str) -> bool {
    // In a format `[$-409]` is a language.
    let text = text.replace("[$-", "[");
    let is_named = |sign: &str| {
        if sign.chars().all(char::is_alphabetic) && sign.is_ascii() {
            text.split(|c: char| !c.is_alphanumeric()).any(|word| word == sign)
        } else {
            sign != "S/" && text.contains(sign)
        }
    };
    CURRENCIES.iter().any(|(sign, _)| is_named(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_many_languages() {
        for (text, label) in [
            ("Gewichtung", Label::Weight),
            ("Painoarvo", Label::Weight),
            ("Weighting", Label::Weight),
            ("Puntaje máximo", Label::Maximum),
            ("Max. Punkte", Label::Maximum),
            ("配点", Label::Maximum),
            ("คะแนนถ่วงน้ำหนัก", Label::Weighted),
            ("الدرجة الموزونة", Label::Weighted),
            ("Summe", Label::Total),
            ("Yhteensä", Label::Total),
            ("順位", Label::Rank),
            ("ผู้เสนอราคา", Label::Vendor),
        ] {
            assert!(says(text, label), "{text}");
        }
        assert!(!says("Norden Service", Label::Number));
        assert!(!says("Totalcare Services", Label::Total));
    }

    #[test]
    fn words_in_cells_are_told_apart() {
        assert_eq!(said("P*"), Some(Said::Partly));
        assert_eq!(said("k. A."), Some(Said::Unknown));
        assert_eq!(said("No cumple"), Some(Said::No));
        assert_eq!(said("Cumple (parcial)"), Some(Said::Partly));
        assert_eq!(said("–"), Some(Said::Dash));
        assert_eq!(said("Good references"), None);
        assert_eq!(without_about("ca. 75 %"), ("75 %", true));
    }
}
