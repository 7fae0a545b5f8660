// SPDX-License-Identifier: Apache-2.0
#include "insight/cues.h"

#include <string_view>

#include "insight/phrase_list.h"

namespace kolog::insight {
namespace {

struct CueRow {
  Cue cue;
  std::string_view phrases;
};

constexpr CueRow kCues[] = {
    {Cue::request,
     "צריך|צריכה|צריכים|צריכות|אצטרך|נצטרך|מחפש|מחפשת|מחפשים|מחפשות|חיפשתי|רוצה|רוצים|רוצות|רציתי|רצינו|"
     "אשמח|נשמח|להזמין|לקבוע|לתאם|לברר|לשאול|מעוניין|מעוניינת|מעוניינים|זקוק|זקוקה|זקוקים|דחוף|דחופה|"
     "בדחיפות|יש לכם|אתם עושים|עושים אצלכם|אתם מטפלים|אתם מתקנים|כמה עולה|כמה יעלה|מה המחיר|הצעת מחיר|"
     "מתקשר בקשר|מתקשרת בקשר|בקשר|לגבי|בעניין|בנושא|תשלחו|לשלוח|שיבוא|שתבוא|שיגיע|שתגיע|שיתקן|לתקן|לטפל|"
     "טיפול|תיקון|התקלקל|התקלקלה|התקלקלו|מקולקל|מקולקלת|נשבר|נשברה|נתקע|בעיה|תקלה|חייב|חייבת|חייבים|"
     "תמצא לי|תמצאו לי|תביאו|מבקש|מבקשת|ביקשתי|בא לי|שירותי|שירות של|מישהו ש|need|needs|needed|"
     "looking for|look for|want|wants|book|order|schedule|calling about|ask about|asking about|"
     "interested in|would like|id like|like to|urgent|urgently|asap|send|do you have|do you offer|"
     "do you do|how much|price for|quote|estimate|get|hire|fix|repair|require|have someone|can someone|"
     "somebody to|someone to|could use|help with|problem with|issue with|trouble with|broken|broke|"
     "stopped working|not working|isnt working|doesnt work|wont|searching for|install|installed|replace|"
     "about"},
    {Cue::residence,
     "גר|גרה|גרים|גרות|מתגורר|מתגוררת|מתגוררים|נמצא|נמצאת|נמצאים|אצלי|אצלנו|תקוע|תקועה|תקועים|נתקעתי|"
     "נתקענו|תושב|תושבת|אנחנו מ|live in|lives in|living in|live at|living at|reside|resident of|im in|"
     "we are in|were in|i am in|located in|based in|staying in|stuck in|stuck on|stuck at|im from|"
     "i am from|were from|we live|i live|calling from"},
    {Cue::job_place,
     "הכתובת|כתובת|הדירה|בדירה|הבית|דירה|המשרד|בחנות|החנות|העבודה|העבודה היא|המקום|לבוא|להגיע|תגיעו|"
     "תבואו|תגיע|תבוא|שתגיעו|שתבואו|address|apartment|flat|house|office|shop|store|the job is|"
     "the work is|come to|come out to|get to|property|place in|home in|restaurant in|villa"},
    {Cue::former,
     "גרתי|גרנו|הייתי שנים|היינו שנים|היינו גרים|הייתי גר|הייתי "
     "גרה|לשעבר|בעבר|פעם|במקור|נולדתי|נולדנו|גדלתי|עזבתי|עזבנו|"
     "עבדתי|עבדנו|טיילנו|טיילתי|היינו בחופש|הייתי בחופש|חופשה|בחופשה|used to live|used to live in|"
     "used to be|lived|lived in|originally from|originally|born in|grew up|formerly|previously|left|"
     "vacation|on vacation|holiday|visited|was in|were on"},
    {Cue::negation,
     "לא|אין|בלי|ולא|במקום|אינני|איני|שלא|not|no|dont|doesnt|didnt|isnt|arent|wasnt|without|never|"
     "neither|nor|instead of|rather than|cant|cannot|wont"},
    {Cue::correction,
     "סליחה|התכוונתי|הכוונה|בעצם|אלא|תיקון טעות|טעיתי|זאת אומרת|רגע|כלומר|מה אני אומר|מה אני אומרת|"
     "התבלבלתי|מתבלבל|מתבלבלת|אוי|אופס|לא לא|תתקן|תתקני|לתקן את|i mean|i meant|actually|sorry|make "
     "that|correction|"
     "rather|but|no wait|wait|hang on|hold on|what am i saying|oops|mix them|mixed up|scratch that|no no"},
    {Cue::person,
     "קוראים לי|השם שלי|שמי|השם|מדבר|מדברת|זאת|על שם|לדבר עם|מר|גברת|אדון|משפחת|my name is|my names|name is|"
     "this is|speaking|speaking with|speak to|speak with|talk to|mr|mrs|ms|name|call me|family"},
    {Cue::street,
     "רחוב|ברחוב|מרחוב|רח|שדרות|בשדרות|שד|שדרת|דרך|בדרך|כיכר|בכיכר|סמטת|רחבת|כביש|מחלף|צומת|תחנת|פינת|"
     "street|st|road|rd|boulevard|blvd|avenue|ave|square|junction|lane|highway"},
    {Cue::institution,
     "מכבי|הפועל|בית\"ר|ביתר|אוניברסיטת|עיריית|נמל|בנק|בית חולים|קבוצת|אצטדיון|רכבת|כנס|חדשות|סניף|"
     "המשרד שלנו ב|המשרדים שלנו|maccabi|hapoel|beitar|university of|municipality of|bank|port of|"
     "hospital in|our office|our branch|our offices|news|team"},
    {Cue::relative,
     "אמא|אמא שלי|אבא|אבא שלי|אחי|אחותי|אח שלי|אחות שלי|סבתא|סבא|ההורים|הורים|הבן|הבת|הבן שלי|הבת שלי|חבר "
     "שלי|"
     "חברה שלי|חברים|השכן|השכנה|דוד שלי|דודה שלי|בן דוד|בת "
     "דודה|גיסי|גיסתי|הגיסה|הגיס|חמותי|חמי|חמות|הנכד|הנכדה|"
     "הנכדים|הילדים|אשתי|בעלי|החברה שלי|החבר שלי|הכלה|החתן|דודה|דוד|קרובה|קרוב משפחה|my mother|my mom|my "
     "mum|my "
     "father|my dad|my brother|my sister|my parents|my son|my daughter|my friend|friend|a friend|my "
     "neighbor|my "
     "neighbour|my uncle|my aunt|my cousin|my late aunt|grandmother|grandfather|grandma|grandpa|my gran|my "
     "nan|in "
     "laws|the in laws|mother in law|father in law|sister in law|brother in law|the kids|my kids|my wife|my "
     "husband|"
     "my boyfriend|my girlfriend|my nephew|my niece|my brothers|my sisters|my mothers|my dads|my friends"},
    {Cue::past_visit,
     "היה אצלנו|היה אצלי|היה פה|הגיע אתמול|היה אתמול|אמר|אמרה|סיים|סיימה|תיקן|תיקנה|הלך|ביקר|עשה לי|"
     "עשו לנו|עשו לי|שהיה|שעשה|בשבוע שעבר|בשנה שעברה|בפעם הקודמת|כבר סידרתי|כבר הזמנתי|כבר יש לי|"
     "was here|came yesterday|came last|told me|told us|said|finished|already fixed|already have|"
     "already got|last week|last year|last month|last time|was great|did a great"},
    {Cue::confirmation,
     "נכון|רושם|רושמת|רשמתי|רשמנו|אז|כלומר|זאת אומרת|בסדר אז|הבנתי|קבענו|סיכמנו|מאשר|מאשרת|יש לנו|right|"
     "so thats|so|writing down|confirm|confirming|correct|got it|booked|i understand|noted|we have"},
    {Cue::agreement,
     "כן|נכון|בדיוק|בטח|בסדר|אוקיי|אוקי|מצוין|יפה|מדויק|ברור|כמובן|סבבה|יאללה|yes|yeah|yep|yup|exactly|"
     "right|correct|sure|ok|okay|of course|thats right|great|fine|please"},
    {Cue::refusal, "לא|ממש לא|no|nope|not really|wrong"},
    {Cue::place_question,
     "באיזו עיר|באיזה עיר|איזו עיר|איזה עיר|מאיזו עיר|מאיזה עיר|איפה|היכן|מאיפה|לאן|מה הכתובת|"
     "באיזה אזור|באיזה ישוב|באיזה יישוב|איזה אזור|מה העיר|which city|what city|which town|what town|"
     "where|whats the address|what is the address|what area|which area|the city|your city|your address"},
    {Cue::wrong_number,
     "טעות במספר|מספר לא נכון|טעיתי במספר|התבלבלתי במספר|חייגתי לא נכון|המספר הלא נכון|זו טעות|"
     "wrong number|misdialed|misdialled|dialed wrong|dialled wrong"},
    {Cue::settlement,
     "קיבוץ|בקיבוץ|מושב|במושב|יישוב|ביישוב|העיר|בעיר|עיר|כפר|kibbutz|moshav|city of|town of|the city|"
     "village of"},
    {Cue::preposition, "באזור|באיזור|אזור|בתוך|in|at|around|inside|within"},
    {Cue::origin, "מאזור|from|out of"},
    {Cue::destination, "אל|עד|לאזור|to|into|towards"},
    {Cue::nearness, "ליד|בקרבת|קרוב ל|בסביבת|near|close to|next to|outside|by"},
    {Cue::malfunction,
     "עובד|עובדת|עובדים|עובדות|מקרר|מקררת|מחמם|מחממת|נפתח|נפתחת|נסגר|נסגרת|נדלק|נדלקת|פועל|פועלת|יורד|"
     "יורדים|עולה|יורדת|מתקרר|סוחטת|מסתובבת|מניע|תקין|תקינה|מנקז|working|work|works|open|close|closing|"
     "opening|cooling|heating|turn|start|starting|spinning|drain|draining|run|running|cool|heat|flush|"
     "move|go|function|functioning"},
    {Cue::identity, "אני|פה|כאן|im|i am|here is"},
    {Cue::contrast, "אבל|אלא|רק|but|however|just|only"},
    {Cue::article,
     "את|ה|של|a|an|the|any|some|for|about|in|at|to|from|ב|ל|שום|איזה|בשביל|עבור|צריך|צריכה|רוצה|מחפש|"
     "מחפשת|need|want|looking|require|be|really|ממש|אצל"},
    {Cue::relocation, "עברתי|עברנו|עברה|עבר|moved|relocated"},
    {Cue::soliciting,
     "מחפש עבודה|מחפשת עבודה|קורות חיים|למכור|מוכר|מוכרים|אנחנו מציעים|אנו מציעים|מציע לכם|להציע לכם|"
     "במבצע|סקר|looking for work|looking for a job|job opening|we are offering|were offering|offer you|"
     "special offer|survey|selling|sell you"},
};

}  // namespace

CueLexicon::CueLexicon() {
  for (const auto& row : kCues) {
    for_each_phrase(row.phrases, [&](std::string_view phrase) {
      index_.add(phrase, static_cast<std::uint32_t>(row.cue), Spelling::exact);
    });
  }
}

std::vector<CueSet> CueLexicon::marked(const std::vector<Token>& tokens) const {
  std::vector<CueSet> sets(tokens.size(), 0);
  std::vector<PhraseMatch> found;
  for (std::size_t first = 0; first < tokens.size(); ++first) {
    found.clear();
    index_.find_at(tokens, first, found);
    for (const auto& match : found) {
      // "and", "that" and "the" change nothing; "in the …" makes another word.
      if (match.prefix.in || match.prefix.to || match.prefix.from) continue;
      for (auto at = first; at < first + match.count; ++at) sets[at] |= match.phrase;
    }
  }
  return sets;
}

}  // namespace kolog::insight
