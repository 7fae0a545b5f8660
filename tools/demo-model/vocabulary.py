# SPDX-License-Identifier: Apache-2.0
"""The words that fill the sentences: services, cities, names, streets, days, hours, prices.

Hebrew is written twice: as it must be transcribed, and in a plain romanisation that becomes eSpeak NG
phonemes (eSpeak NG reads unpointed Hebrew without most of its vowels, and reads points out by name). An
apostrophe marks the stressed vowel; without one the last vowel is stressed.

The order of entries, and the keys of services and cities, decide what a given seed draws: append, do not
reorder.
"""
from __future__ import annotations

import enum
from typing import NamedTuple


class Language(str, enum.Enum):
    """The languages that the model learns, by Whisper's codes."""

    HEBREW = "he"
    ENGLISH = "en"


class Phrase(NamedTuple):
    """What is to be transcribed, and what the synthesiser is told to say (romanised, where it is Hebrew)."""

    text: str
    speech: str


def english(text: str) -> Phrase:
    """English is written as it is spoken."""
    return Phrase(text, text)


class Word(NamedTuple):
    """A name or expression in both languages."""

    english: str
    hebrew: str
    romanised: str

    def phrase(self, language: Language) -> Phrase:
        """The word as said in one language."""
        if language is Language.HEBREW:
            return Phrase(self.hebrew, self.romanised)
        return english(self.english)


class Service(NamedTuple):
    """A service and the ways of asking for it; `taxonomy_id` is Kolog's, None where Kolog knows no such
    service."""

    key: str
    taxonomy_id: str | None
    english: tuple[str, ...]
    hebrew: tuple[Phrase, ...]

    def phrases(self, language: Language) -> tuple[Phrase, ...]:
        """The ways of asking in one language."""
        return self.hebrew if language is Language.HEBREW else tuple(map(english, self.english))


class Number(NamedTuple):
    """A number as it is written, and as it is said in Hebrew."""

    value: int
    romanised: str

    def phrase(self, language: Language) -> Phrase:
        """The number as said in one language (eSpeak NG reads English digits itself)."""
        digits = str(self.value)
        return Phrase(digits, self.romanised if language is Language.HEBREW else digits)


SERVICES = (
    Service(
        "renovations",
        "renovation",
        ("renovations", "a renovation contractor"),
        (Phrase("שיפוצים", "shiputsim"), Phrase("שיפוצניק", "ship'utsnik")),
    ),
    Service(
        "plumbing",
        "plumbing",
        ("plumbing", "a plumber"),
        (Phrase("אינסטלציה", "instal'atsya"), Phrase("אינסטלטור", "instal'ator")),
    ),
    Service(
        "electrician",
        "electrical",
        ("an electrician", "electrical work"),
        (Phrase("חשמלאי", "khashmalay"), Phrase("עבודות חשמל", "avodot khashmal")),
    ),
    Service(
        "air conditioning",
        "air_conditioning",
        ("air conditioning", "air conditioner repair"),
        (Phrase("מזגנים", "mazganim"), Phrase("טכנאי מזגנים", "tekhnay mazganim")),
    ),
    Service(
        "moving",
        "moving",
        ("moving", "a moving company"),
        (Phrase("הובלות", "hovalot"), Phrase("הובלת דירה", "hovalat dira")),
    ),
    Service(
        "cleaning",
        "cleaning",
        ("cleaning", "house cleaning"),
        (Phrase("ניקיון", "nikayon"), Phrase("ניקיון בית", "nikyon b'ayit")),
    ),
    Service(
        "painting",
        "painting",
        ("painting", "a painter"),
        (Phrase("צביעה", "tsvi'a"), Phrase("צבעי", "tsaba'i")),
    ),
    Service(
        "locksmith",
        "locksmith",
        ("a locksmith",),
        (Phrase("מנעולן", "man'ul'an"), Phrase("פורץ מנעולים", "porets man'ulim")),
    ),
    Service(
        "gardening",
        "gardening",
        ("gardening", "a gardener"),
        (Phrase("גינון", "ginun"), Phrase("גנן", "ganan")),
    ),
    Service(
        "pest control",
        "pest_control",
        ("pest control",),
        (Phrase("הדברה", "hadbara"), Phrase("מדביר", "madbir")),
    ),
    Service(
        "carpentry",
        "carpentry",
        ("carpentry", "a carpenter"),
        (Phrase("נגרות", "nagarut"), Phrase("נגר", "nagar")),
    ),
    Service(
        "waterproofing",
        "waterproofing",
        ("waterproofing",),
        (Phrase("איטום", "itum"), Phrase("איטום גגות", "itum gagot")),
    ),
    Service(
        "flooring",
        "flooring",
        ("flooring", "floor tiling"),
        (Phrase("ריצוף", "ritsuf"), Phrase("פרקטים", "parketim")),
    ),
    Service(
        "glazing",
        "windows_aluminium",
        ("a glazier", "window repair"),
        (Phrase("זגג", "zagag"), Phrase("תיקון חלונות", "tikun khalonot")),
    ),
    Service(
        "shutters",
        "shutters",
        ("shutter repair", "shutters"),
        (Phrase("תריסים", "trisim"), Phrase("תיקון תריסים", "tikun trisim")),
    ),
    Service("aluminum", "windows_aluminium", ("aluminum work",), (Phrase("אלומיניום", "alum'inyum"),)),
    Service(
        "drywall",
        "renovation",
        ("drywall",),
        (Phrase("גבס", "g'eves"), Phrase("עבודות גבס", "avodot g'eves")),
    ),
    Service(
        "water heaters",
        "water_heater",
        ("water heater repair", "a new water heater"),
        (Phrase("דוד שמש", "dud sh'emesh"), Phrase("תיקון דודים", "tikun dudim")),
    ),
    Service(
        "washing machines",
        "appliance_repair",
        ("washing machine repair",),
        (Phrase("תיקון מכונות כביסה", "tikun mekhonot kvisa"),),
    ),
    Service(
        "refrigerators",
        "appliance_repair",
        ("refrigerator repair",),
        (Phrase("תיקון מקררים", "tikun mekarerim"),),
    ),
    Service(
        "doors",
        "carpentry",
        ("door repair", "new doors"),
        (Phrase("דלתות", "dlatot"), Phrase("תיקון דלתות", "tikun dlatot")),
    ),
    Service(
        "kitchens",
        "renovation",
        ("kitchen remodeling", "a new kitchen"),
        (Phrase("מטבחים", "mitbakhim"), Phrase("מטבח חדש", "mitbakh khadash")),
    ),
    Service("drain cleaning", "plumbing", ("drain cleaning",), (Phrase("פתיחת סתימות", "ptikhat stimot"),)),
    Service(
        "security cameras",
        "security_cameras",
        ("security cameras",),
        (Phrase("מצלמות אבטחה", "matslemot avtakha"),),
    ),
    Service(
        "upholstery",
        None,
        ("upholstery", "sofa cleaning"),
        (Phrase("ריפוד", "ripud"), Phrase("ניקוי ספות", "nikuy sapot")),
    ),
    Service(
        "interior design",
        None,
        ("interior design", "a designer"),
        (Phrase("עיצוב פנים", "itsuv pnim"), Phrase("מעצבת פנים", "me'ats'evet pnim")),
    ),
)
CITIES = (
    Word("Tel Aviv", "תל אביב", "tel aviv"),
    Word("Jerusalem", "ירושלים", "yerushal'ayim"),
    Word("Haifa", "חיפה", "kheyfa"),
    Word("Rishon LeZion", "ראשון לציון", "rishon letsiyon"),
    Word("Petah Tikva", "פתח תקווה", "p'etakh tikva"),
    Word("Ashdod", "אשדוד", "ashdod"),
    Word("Netanya", "נתניה", "net'anya"),
    Word("Beersheba", "באר שבע", "be'er sh'eva"),
    Word("Holon", "חולון", "kholon"),
    Word("Bnei Brak", "בני ברק", "bney brak"),
    Word("Ramat Gan", "רמת גן", "ramat gan"),
    Word("Herzliya", "הרצליה", "herts'eliya"),
    Word("Kfar Saba", "כפר סבא", "kfar s'aba"),
    Word("Raanana", "רעננה", "ra'an'ana"),
    Word("Modiin", "מודיעין", "modi'in"),
    Word("Eilat", "אילת", "eylat"),
    Word("Ashkelon", "אשקלון", "ashkelon"),
    Word("Rehovot", "רחובות", "rekhovot"),
    Word("Bat Yam", "בת ים", "bat yam"),
    Word("Hadera", "חדרה", "khadera"),
    Word("Lod", "לוד", "lod"),
    Word("Ramla", "רמלה", "r'amla"),
    Word("Nahariya", "נהריה", "nahar'iya"),
    Word("Acre", "עכו", "ako"),
    Word("Tiberias", "טבריה", "tv'erya"),
    Word("Safed", "צפת", "tsfat"),
    Word("Afula", "עפולה", "af'ula"),
    Word("Karmiel", "כרמיאל", "karmi'el"),
    Word("Nazareth", "נצרת", "natsrat"),
    Word("Yavne", "יבנה", "yavne"),
    Word("Kiryat Gat", "קרית גת", "kiryat gat"),
    Word("Dimona", "דימונה", "dim'ona"),
    Word("Arad", "ערד", "arad"),
    Word("Givatayim", "גבעתיים", "giv'at'ayim"),
    Word("Rosh HaAyin", "ראש העין", "rosh ha'ayin"),
    Word("Hod HaSharon", "הוד השרון", "hod hasharon"),
    Word("Ness Ziona", "נס ציונה", "nes tsiy'ona"),
    Word("Kiryat Ata", "קרית אתא", "kiryat 'ata"),
    Word("Beit Shemesh", "בית שמש", "beyt sh'emesh"),
    Word("Sderot", "שדרות", "sderot"),
)
NAMES = (
    Word("David", "דוד", "david"),
    Word("Moshe", "משה", "moshe"),
    Word("Yossi", "יוסי", "y'osi"),
    Word("Sarah", "שרה", "sara"),
    Word("Rachel", "רחל", "rakhel"),
    Word("Michal", "מיכל", "mikhal"),
    Word("Danny", "דני", "d'ani"),
    Word("Ronit", "רונית", "ronit"),
    Word("Avi", "אבי", "'avi"),
    Word("Noa", "נועה", "n'o'a"),
    Word("Yael", "יעל", "ya'el"),
    Word("Eitan", "איתן", "eytan"),
    Word("Tamar", "תמר", "tamar"),
    Word("Gil", "גיל", "gil"),
    Word("Omer", "עומר", "'omer"),
    Word("Shira", "שירה", "sh'ira"),
    Word("Uri", "אורי", "'uri"),
    Word("Lior", "ליאור", "li'or"),
    Word("Hannah", "חנה", "kh'ana"),
    Word("Esther", "אסתר", "ester"),
    Word("Cohen", "כהן", "k'ohen"),
    Word("Levi", "לוי", "l'evi"),
    Word("Mizrahi", "מזרחי", "mizrakhi"),
    Word("Peretz", "פרץ", "p'erets"),
    Word("Friedman", "פרידמן", "fr'idman"),
)
STREETS = (
    Word("Herzl", "הרצל", "h'ertsel"),
    Word("Weizmann", "ויצמן", "v'aytsman"),
    Word("Ben Gurion", "בן גוריון", "ben g'uryon"),
    Word("Allenby", "אלנבי", "'alenbi"),
    Word("Dizengoff", "דיזנגוף", "d'izengof"),
    Word("Sokolov", "סוקולוב", "s'okolov"),
    Word("Bialik", "ביאליק", "by'alik"),
    Word("Rothschild", "רוטשילד", "r'otshild"),
    Word("Balfour", "בלפור", "b'alfur"),
)
DAYS = (
    Word("today", "היום", "hayom"),
    Word("tomorrow", "מחר", "makhar"),
    Word("tomorrow morning", "מחר בבוקר", "makhar bab'oker"),
    Word("this evening", "היום בערב", "hayom ba'erev"),
    Word("on Sunday", "ביום ראשון", "beyom rishon"),
    Word("on Monday", "ביום שני", "beyom sheni"),
    Word("on Tuesday", "ביום שלישי", "beyom shlishi"),
    Word("on Wednesday", "ביום רביעי", "beyom revi'i"),
    Word("on Thursday", "ביום חמישי", "beyom khamishi"),
    Word("on Friday", "ביום שישי", "beyom shishi"),
)
HOURS = (
    Word("eight", "שמונה", "shm'one"),
    Word("nine", "תשע", "t'esha"),
    Word("ten", "עשר", "'eser"),
    Word("eleven", "אחת עשרה", "akhat esre"),
    Word("twelve", "שתים עשרה", "shteym esre"),
    Word("one", "אחת", "akhat"),
    Word("two", "שתיים", "sht'ayim"),
    Word("three", "שלוש", "shalosh"),
    Word("four", "ארבע", "'arba"),
    Word("five", "חמש", "khamesh"),
    Word("six", "שש", "shesh"),
    Word("half past nine", "תשע וחצי", "t'esha vakh'etsi"),
    Word("half past three", "שלוש וחצי", "shalosh vakh'etsi"),
)
PRICES = (  # shekels
    Number(100, "me'a"),
    Number(150, "me'a khamishim"),
    Number(200, "mat'ayim"),
    Number(250, "mat'ayim khamishim"),
    Number(300, "shlosh me'ot"),
    Number(350, "shlosh me'ot khamishim"),
    Number(400, "'arba me'ot"),
    Number(450, "'arba me'ot khamishim"),
    Number(500, "khamesh me'ot"),
    Number(600, "shesh me'ot"),
    Number(700, "shva me'ot"),
    Number(800, "shmone me'ot"),
    Number(900, "tsha me'ot"),
    Number(1000, "'elef"),
    Number(1200, "'elef mat'ayim"),
    Number(1500, "'elef khamesh me'ot"),
    Number(2000, "alp'ayim"),
    Number(3000, "shl'oshet alafim"),
)
HOUSE_NUMBERS = (
    Number(1, "akhat"),
    Number(2, "sht'ayim"),
    Number(3, "shalosh"),
    Number(4, "'arba"),
    Number(5, "khamesh"),
    Number(6, "shesh"),
    Number(7, "sh'eva"),
    Number(8, "shm'one"),
    Number(9, "t'esha"),
    Number(10, "'eser"),
    Number(11, "akhat esre"),
    Number(12, "shteym esre"),
    Number(13, "shlosh esre"),
    Number(14, "arba esre"),
    Number(15, "khamesh esre"),
    Number(16, "shesh esre"),
    Number(17, "shva esre"),
    Number(18, "shmone esre"),
    Number(19, "tsha esre"),
    Number(20, "esrim"),
)
DIGITS = (
    Number(0, "'efes"),
    Number(1, "akhat"),
    Number(2, "sht'ayim"),
    Number(3, "shalosh"),
    Number(4, "'arba"),
    Number(5, "khamesh"),
    Number(6, "shesh"),
    Number(7, "sh'eva"),
    Number(8, "shm'one"),
    Number(9, "t'esha"),
)

# The model learned an older spelling of these names than the one in everyday use.
EVERYDAY_CITY_NAMES = {"קרית גת": "קריית גת", "קרית אתא": "קריית אתא"}


def everyday_name(city: Word) -> str:
    """The Hebrew name by which Kolog knows the city."""
    return EVERYDAY_CITY_NAMES.get(city.hebrew, city.hebrew)
