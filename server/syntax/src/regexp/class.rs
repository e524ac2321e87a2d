//! Character classes by name, as the `regex` crate spells them (regexp/syntax unicodeTable, posixGroup, perlGroup).

/// The short names of Unicode's general categories. `Cs` is apart: no text of ours has surrogates.
const CATEGORIES: [&str; 37] = [
    "C", "Cc", "Cf", "Cn", "Co", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd",
    "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp",
    "Zs",
];

/// Their long names, spelled as [`canonical`] leaves them.
const CATEGORY_ALIASES: [(&str, &str); 41] = [
    ("Casedletter", "LC"),
    ("Closepunctuation", "Pe"),
    ("Combiningmark", "M"),
    ("Connectorpunctuation", "Pc"),
    ("Control", "Cc"),
    ("Currencysymbol", "Sc"),
    ("Dashpunctuation", "Pd"),
    ("Decimalnumber", "Nd"),
    ("Enclosingmark", "Me"),
    ("Finalpunctuation", "Pf"),
    ("Format", "Cf"),
    ("Initialpunctuation", "Pi"),
    ("Letter", "L"),
    ("Letternumber", "Nl"),
    ("Lineseparator", "Zl"),
    ("Lowercaseletter", "Ll"),
    ("Mark", "M"),
    ("Mathsymbol", "Sm"),
    ("Modifierletter", "Lm"),
    ("Modifiersymbol", "Sk"),
    ("Nonspacingmark", "Mn"),
    ("Number", "N"),
    ("Openpunctuation", "Ps"),
    ("Other", "C"),
    ("Otherletter", "Lo"),
    ("Othernumber", "No"),
    ("Otherpunctuation", "Po"),
    ("Othersymbol", "So"),
    ("Paragraphseparator", "Zp"),
    ("Privateuse", "Co"),
    ("Punctuation", "P"),
    ("Separator", "Z"),
    ("Spaceseparator", "Zs"),
    ("Spacingmark", "Mc"),
    ("Surrogate", "Cs"),
    ("Symbol", "S"),
    ("Titlecaseletter", "Lt"),
    ("Unassigned", "Cn"),
    ("Uppercaseletter", "Lu"),
    ("Cntrl", "Cc"),
    ("Punct", "P"),
];

/// Unicode's scripts of one word. Go 1.26 finds no others: it takes the `_` out of the name that it looks for, not out
/// of those it knows.
const SCRIPTS: &str = "Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki Bopomofo Brahmi \
    Braille Buginese Buhid Carian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret \
    Devanagari Dogra Duployan Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han \
    Hangul Hanunoo Hatran Hebrew Hiragana Inherited Javanese Kaithi Kannada Katakana Kawi Kharoshthi Khmer Khojki \
    Khudawadi Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen \
    Medefaidrin Miao Modi Mongolian Mro Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya Osage Osmanya \
    Palmyrene Phoenician Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sinhala Sogdian Soyombo Sundanese \
    Syriac Tagalog Tagbanwa Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai \
    Vithkuqi Wancho Yezidi Yi";

/// The inside of a bracketed class for `\p{name}`, or `\P{name}` where `negated`.
pub(super) fn unicode(name: &str, negated: bool) -> Option<String> {
    let name = canonical(name);
    let class = match name.as_str() {
        "Any" => r"\x{0}-\x{10FFFF}".to_owned(),
        "Assigned" => r"\P{gc=Cn}".to_owned(),
        "Ascii" => r"\x{0}-\x{7F}".to_owned(),
        "Lc" => r"\p{gc=LC}".to_owned(),
        // Surrogates: none.
        "Cs" | "Surrogate" => r"[^\x{0}-\x{10FFFF}]".to_owned(),
        "Digit" => r"\p{gc=Nd}".to_owned(),
        name if CATEGORIES.contains(&name) => format!(r"\p{{gc={name}}}"),
        name if SCRIPTS.split(' ').any(|script| script == name) => format!(r"\p{{sc={name}}}"),
        name => {
            let (_, category) = CATEGORY_ALIASES.iter().find(|(alias, _)| *alias == name)?;
            format!(r"\p{{gc={category}}}")
        }
    };
    Some(if negated { format!("[^{class}]") } else { class })
}

/// The inside of a bracketed class for `\d` and its like.
pub(super) fn perl(mark: char) -> Option<&'static str> {
    Some(match mark {
        'd' => "0-9",
        'D' => "[^0-9]",
        's' => r"\x{9}\x{A}\x{C}\x{D}\x{20}",
        'S' => r"[^\x{9}\x{A}\x{C}\x{D}\x{20}]",
        'w' => "0-9A-Z_a-z",
        'W' => "[^0-9A-Z_a-z]",
        _ => return None,
    })
}

/// Whether `[:name:]` or `[:^name:]` is a class; the `regex` crate spells them the same way.
pub(super) fn is_posix(name: &str) -> bool {
    matches!(
        name.strip_prefix('^').unwrap_or(name),
        "alnum"
            | "alpha"
            | "ascii"
            | "blank"
            | "cntrl"
            | "digit"
            | "graph"
            | "lower"
            | "print"
            | "punct"
            | "space"
            | "upper"
            | "word"
            | "xdigit"
    )
}

/// With a leading upper-case letter and lower-case ones behind, without `_`, `-` and spaces.
fn canonical(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')) {
        out.push(if out.is_empty() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
    }
    out
}
