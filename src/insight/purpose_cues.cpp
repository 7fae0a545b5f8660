// SPDX-License-Identifier: Apache-2.0
#include "insight/purpose_cues.h"

#include <array>

#include "insight/phrase_list.h"
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

struct Family {
  std::string_view name;
  std::string_view phrases;
};

const std::array kFamilies = {
    Family{
        "cancel",
        "לבטל|תבטל|תבטלו|תבטלי|מבטל|מבטלת|מבטלים|מבוטל|מבוטלת|בוטל|בוטלה|ביטול|ביטלתי|ביטלנו|ביטלת|נבטל|אבטל|"
        "שתבטלו|לבטל את|לא צריך כבר|כבר לא צריך|כבר לא צריכה|כבר לא צריכים|לא צריך יותר|לא רלוונטי|כבר לא "
        "רלוונטי|"
        "ירד מהפרק|יורד מהפרק|תורידו אותי|תמחקו|תמחקי|תמחק|מוחק|מוחקת|מחקתי|הורדתי אותך|מוריד אותך|מורידה "
        "אותך|"
        "הסתדר מעצמו|הסתדר לבד|הסתדרנו|הסתדרתי|לא לבוא|שלא תבואו|אל תבואו|אל תבוא|אל תשלחו|אל תגיעו|לא להגיע|"
        "אין צורך|כבר אין צורך|תשכחו מזה|עזבו|עזוב|מוותר|מוותרת|מוותרים|לוותר|התחרטתי|התחרטנו|חזרתי בי|שינוי "
        "בתוכניות|"
        "cancel|cancels|canceling|cancelling|cancelled|canceled|cancellation|call it off|calling it off|call "
        "off|called "
        "off|wont be needing|dont need you|dont need it anymore|dont need him|no longer need|not needed|no "
        "need|"
        "scratch that|take me off|taken you off|took you off|off the calendar|off the list|off the "
        "schedule|off the "
        "books|changed my mind|changed our mind|forget it|never mind|nevermind|dont come|dont bother|dont "
        "send|wont "
        "need|drop the|sorted itself|fixed itself|came back to life"},
    Family{
        "booked before",
        "קבעתי|קבענו|קבעתי איתכם|קבעתי אתכם|הזמנתי|הזמנו|הזמנתי אצלכם|היה לי תור|יש לי תור|התור שלי|ההזמנה "
        "שלי|"
        "שקבעתם|שקבענו|שקבעתי|שהזמנתי|שהזמנו|אמור להגיע|אמורים להגיע|אמור לבוא|אמורה להגיע|אמורים "
        "לבוא|הפגישה|"
        "booked|i booked|we booked|had you booked|have an appointment|had an appointment|my appointment|our "
        "appointment|scheduled for|was supposed to come|were supposed to|is supposed to come|my booking|the "
        "booking|"
        "about thursday|about tomorrow|about sunday|about monday|about tuesday|about wednesday|about friday"},
    Family{"thanks",
           "תודה על|תודה לכם על|להגיד תודה|לומר תודה|רק להודות|להודות|תודה ענקית|תודה מכל הלב|תודה מקרב "
           "לב|יישר כוח|"
           "ישר כוח|כל הכבוד|עבודה מעולה|עבודה נהדרת|עבודה מצוינת|עבודה יפה|עבודה מדהימה|עשה עבודה|עשו "
           "עבודה|עשיתם "
           "עבודה|ידי זהב|אלוף|אלופים|מלאך|מלאכים|תותח|תותחים|הצלתם|הציל אותנו|הציל "
           "לי|הצלת|מחמאה|לפרגן|פרגון|רק טוב|"
           "אמליץ|נמליץ|ממליץ|ממליצה|מרוצה|מרוצים|יצא מושלם|יצא יפה|יצא מהמם|פנטסטי|לשבח|שבחים|say thank "
           "you|say "
           "thanks|to thank|thank him|thank her|thank them|great job|good job|wonderful job|amazing "
           "job|fantastic job|"
           "lovely job|did a great|was great|were great|was wonderful|was brilliant|was amazing|was lovely|a "
           "star|"
           "total star|lifesaver|saved us|saved our|saved my|legend|so happy with|very happy with|really "
           "pleased|so "
           "pleased|compliment|recommend|five stars|works perfectly|works like new|works beautifully|all "
           "thanks to"},
    Family{"complaint",
           "תלונה|להתלונן|מתלונן|מתלוננת|תלונות|כועס|כועסת|כועסים|מאוכזב|מאוכזבת|אכזבה|מתאכזב|לא מרוצה|לא "
           "מרוצים|זועם|"
           "עצבני|עצבנית|בושה|חוצפה|שערורייה|לא מקובל|לא בסדר|לא מקצועי|רשלנות|נזק|נזקים|גרמתם|הרסתם|הרס "
           "לי|הרסו|שברו|"
           "שבר לי|שברתם|שרט|שרטו|שריטה|שריטות|לכלכו|לכלך|פיצוי|פיצויים|כסף בחזרה|הכסף חזרה|החזר|החזר "
           "כספי|זיכוי|"
           "חויבתי|חייבתם|לקחתם לי|לקחו לי|גביתם|חיוב כפול|חיוב|שקרנים|רימו|רמאים|עבדתם עליי|לא הגיע אף "
           "אחד|אף אחד לא "
           "הגיע|אף אחד לא בא|הבריז|הבריזו|הברזתם|חיכיתי|מחכה כבר|איחר|איחרו|לא חזרתם|לא חזרו|שלושה ימים "
           "אני|פעם שלישית|"
           "שוב נוזל|שוב דולף|שוב לא עובד|אותה בעיה|הבעיה חזרה|חזרה הבעיה|שוב אותו|אחרי התיקון|שתיקנתם|שתיקן "
           "אצלי|"
           "אחריות|מנהל|המנהל|לדבר עם מנהל|עורך דין|תביעה|complain|complaint|complaining|unhappy|not "
           "happy|disappointed|"
           "disappointing|furious|angry|upset|fed up|unacceptable|outrageous|disgrace|refund|money "
           "back|compensation|"
           "reimburse|overcharged|charged me|charged twice|double charged|charged us|damaged|scratched|broke "
           "my|ruined|"
           "left a mess|a mess|nobody came|no one came|nobody showed|never showed|didnt show|no show|waited "
           "all|still "
           "waiting|same problem|problem is back|its back|happened again|leaking again|again|you fixed|your "
           "guy|your "
           "technician|your man|your movers|your worker|your painter|your plumber|warranty|manager|speak to "
           "the owner|"
           "lawyer|dont want you back|bodged|shoddy"},
    Family{"wants repair",
           "שיחזור|שיחזרו|שיבוא לתקן|שתבואו לתקן|תחזירו אותו|שמישהו יבוא|שמישהו יגיע|תבואו לתקן|תשלחו "
           "אותו|תשלחו מישהו|"
           "לתקן את זה|come back and fix|come and fix|send him back|send someone back|send someone|fix "
           "it|put it right|"
           "redo|do it again|come back"},
    Family{"wrong number",
           "טעות במספר|טעיתי במספר|מספר לא נכון|מספר שגוי|המספר הלא נכון|התבלבלתי|חייגתי לא נכון|חייגתי "
           "טעות|זו טעות|זה "
           "טעות|טעות|הגעתי ל|לאן הגעתי|זה לא|אין פה|אין כאן|לא מכיר|לא מכירה|פה זה|כאן זה|wrong "
           "number|wrong person|"
           "misdialed|misdialled|dialed the wrong|dialled the wrong|is this the|who is this|whos this|no one "
           "here by|"
           "nobody here by|no such|you have the wrong|youve got the wrong|got the wrong|sorry to bother"},
    Family{"sells",
           "מציע|מציעה|מציעים|להציע|הצעה מיוחדת|הצעה "
           "שלא|מבצע|במבצע|הנחה|משווק|משווקת|שיווק|קידום|פרסום|לפרסם|גוגל|"
           "פייסבוק|אתר אינטרנט|אתר לעסק|לידים|סליקה|מסלול|חבילה|חבילות|סוכן ביטוח|ביטוח "
           "לעסק|הלוואה|הלוואות|מימון|"
           "אנחנו חברה ש|חברה ל|נציג "
           "של|נציגת|מטעם|מוכר|מוכרת|מוכרים|למכור|ספק|ספקים|סיטונאי|מחירון|קטלוג|דוגמאות|סקר|"
           "שאלון|דקה מזמנך|שתי דקות מזמנך|תרומה|תרומות|עמותה|מחפש עבודה|מחפשת עבודה|מחפש משרה|קורות "
           "חיים|דרוש|דרושים|"
           "לעבוד אצלכם|לעבוד איתכם|מחפשים עובדים|מחפשים עובד|צריכים עובדים|מגייסים|משרה|עם ניסיון|ניסיון "
           "של|פנוי לעבודה|"
           "שיתוף פעולה|לשתף פעולה|קבלן משנה|בעל העסק|בעלים|מנהל העסק|אחראי על|looking for work|looking for "
           "a job|"
           "looking for part|job opening|vacancy|vacancies|hiring|hire people|my cv|my "
           "resume|apply|applying|im a "
           "qualified|years of experience|offer you|offering|we offer|special offer|special deal|deal "
           "for|discount on|"
           "promotion|promote|advertise|advertising|marketing|website "
           "for|google|facebook|leads|seo|insurance|loan|"
           "credit card terminal|card terminal|survey|two minutes of your|minute of your "
           "time|representing|on behalf of|"
           "im calling from|calling from|we supply|supplier|wholesale|catalogue|catalog|samples|business "
           "owner|the owner|"
           "whoever is in charge|donation|charity|subcontractor|work with you|working for you"},
    Family{"other matter",
           "שעות פתיחה|שעות הפעילות|באילו שעות|עד איזו שעה|מתי אתם פתוחים|אתם "
           "פתוחים|פתוח|פתוחים|סגורים|חשבונית|חשבונית "
           "מס|קבלה|העתק|מייל|כתובת המייל|המספר של|לשלם|תשלום|תשלומים|ביט|אשראי|העברה בנקאית|חניה|איפה "
           "אתם|איפה המשרד|"
           "הכתובת שלכם|איך מגיעים אליכם|דיברתי עם|לדבר עם|אפשר לדבר|הוא שם|היא שם|השארתי|שכחתי אצלכם|שכח "
           "אצלי|שכח "
           "אצלנו|השאיר אצלי|opening hours|business hours|what time do you|are you open|you open|open "
           "on|closed on|"
           "invoice|receipt|copy of|email address|pay the|payment|pay you|bank transfer|credit "
           "card|parking|where is "
           "your|where are you located|your office|directions|speak to|speak with|talk to|is he there|is she "
           "there|left "
           "his|left behind|left at|forgot"},
    Family{"asks for",
           "צריך|צריכה|צריכים|אני צריך|אני "
           "צריכה|מחפש|מחפשת|מחפשים|רוצה|רוצים|רציתי|אשמח|מעוניין|מעוניינת|תשלחו לי|"
           "אפשר לשלוח|אפשר להזמין|אפשר שמישהו|יש מצב|מי יכול|אתם עושים|אתם מתקנים|אתם מגיעים|אתם מטפלים|יש "
           "לכם|מתי אפשר|"
           "מתי תוכלו|תוכלו לבוא|תוכל לבוא|תוכלו להגיע|בוא|תבוא|תבואו|דחוף|הצילו|i need|we need|im looking "
           "for|were "
           "looking for|looking for someone|i want|i would like|id like|wed like|can you send|could you "
           "send|can someone|"
           "could someone|do you do|do you fix|do you repair|can you fix|can you come|could you come|when "
           "can you|how "
           "soon can|any chance|can somebody|is it possible to"},
    Family{
        "price",
        "כמה עולה|כמה זה|כמה יעלה|כמה תיקח|כמה אתה לוקח|כמה אתם לוקחים|מה המחיר|הצעת מחיר|כמה בערך|מה העלות|"
        "how much|price for|the price|quote|estimate|what do you charge|what would it cost|ballpark|cost me"},
    Family{"visit",
           "אגיע|נגיע|יגיע|יגיעו|מגיע|מגיעה|מגיעים|תגיע|אבוא|נבוא|יבוא|יבואו|בא|באה|באים|אני אצלך|אני "
           "אצלכם|אני שם|אני "
           "בדרך|בדרך אליך|יוצא אליך|יוצא|שולח לך|שולחת לך|שולח אליך|שולחת אליך|שולח מישהו|שולחת מישהו|שולח "
           "טכנאי|שולחת "
           "טכנאי|קבענו|סגרנו|סגור|נקבע|קבעתי לך|רשמתי לך|רושם לך|רושמת "
           "לך|רשום|רשמתי|שיבצתי|משבץ|משבצת|נתראה|נפגש|מתאים "
           "לך|מתאים לי|נוח לך|come by|come over|ill come|ill be there|well be there|hell be there|be "
           "there|on my way|on "
           "his way|sending|ill send|well send|booked you|youre booked|youre down|put you down|putting you "
           "down|see you|"
           "scheduled|its a date|that works|works for me|suits me|perfect|pencil you in|lets say|i can "
           "come|we can come|"
           "can be there|drop by|stop by|swing by"},
    Family{"promise",
           "אחזור אליך|אחזור אלייך|אחזור אליכם|נחזור אליך|נחזור אלייך|יחזור אליך|יחזור אלייך|יחזרו אליך|חוזר "
           "אליך|חוזרת "
           "אליך|חוזר אלייך|חוזרת אלייך|אני אחזור|נחזור|יחזור|יחזרו|אתקשר|נתקשר|יתקשר|תתקשר|תתקשרו|מתקשר "
           "אליך|מתקשרת "
           "אליך|אדבר איתך|נדבר|אשלח לך|שולח לך הצעה|אשלח|נשלח|תשלח לי תמונה|תשלחי תמונה|תשלחו "
           "תמונות|אעדכן|נעדכן|מעדכן|"
           "אבדוק|נבדוק|אברר|call you back|call back|get back to you|ring you|ring back|phone you|give you a "
           "call|give me "
           "a call|call me|ill call|well call|hell call|shell call|text you|message you|whatsapp you|send "
           "you|let you "
           "know|check with|find out|be in touch|ill check"},
    Family{"declines",
           "לא עושים|לא עוסקים|לא מגיעים|לא מגיע|לא עובדים ב|אין לנו|אין לי|לא אצלנו|לא תחום|לא התחום|לא "
           "מטפלים|לא מתקנים|"
           "לא נותנים|יקר|יקר לי|יקר מדי|יותר מדי|לא מתאים|לא בשבילי|לא מעוניין|לא מעוניינת|לא מעוניינים|לא "
           "תודה|לא, תודה|"
           "אמצא|אחפש|אנסה|תנסה|תנסי|תנסו|תפנה|תפני|חבל|אין מקום|מלאים|מלא עד|תפוסים|תפוס|we dont|we do "
           "not|dont do|dont "
           "cover|dont come|dont go|not something we|not our|cant help|cant do|no we|were not|too "
           "expensive|too much|thats "
           "a lot|more than i|ill pass|no thanks|no thank you|not interested|find someone|look "
           "elsewhere|try|youd need|"
           "fully booked|not taking|too far|pity|shame"},
    Family{"puts off",
           "אחשוב|אני אחשוב|נחשוב|לחשוב על זה|אתייעץ|להתייעץ|אדבר עם בעלי|אדבר עם אשתי|אשאל "
           "את|נראה|אולי|think about "
           "it|think it over|talk to my|ask my|check with my|sleep on it|see how"},
    Family{"urgent",
           "דחוף|דחופה|בדחיפות|דחוף מאוד|מיידי|מיד|עכשיו|הכי מהר|כמה שיותר מהר|במהירות|חירום|מקרה "
           "חירום|הצילו|סכנה|מסוכן|"
           "מסוכנת|ריח גז|ריח של גז|נעול בפנים|נעולה בפנים|תינוק|ילד "
           "בפנים|הילד|התינוקת|מציף|הצפה|מוצף|שוטף|זורם מים|מים "
           "בכל|אש|עשן|ניצוצות|שריפה|בוער|קצר|מחושמל|urgent|urgently|emergency|right now|right "
           "away|immediately|asap|as "
           "soon as possible|straight away|dangerous|danger|smell gas|gas "
           "smell|flooding|flood|pouring|gushing|everywhere|"
           "sparks|sparking|smoke|fire|burning|baby|toddler|child inside|kid inside|locked inside|help"},
    Family{"can wait",
           "לא דחוף|לא בוער|אין לחץ|לא לחוץ|לא ממהר|יש זמן|מתי שנוח|not urgent|no rush|no hurry|whenever|not "
           "in a "
           "hurry|take your time"},
    Family{"refuses", "לא צריך|לא צריכה|לא רוצה|לא תודה|dont need|dont want|no thanks|no thank you"},
    Family{"past work",
           "תיקנתם|תיקן|תיקנת|התקנתם|התקין|התקינו|צבעתם|ניקיתם|הובלתם|עשיתם|הרכבתם|שהתקנתם|שעשיתם|שהיה "
           "אצלנו|שהיה אצלי|"
           "הטכנאי שלכם|הטכנאי ששלחתם|ששלחתם|העובד שלכם|הפועל שלכם|בשבוע שעבר|לפני שבוע|לפני שבועיים|לפני "
           "חודש|אתמול|you "
           "did|you installed|you put in|you fixed|you painted|you cleaned|you cleared|you moved|you "
           "sent|the guy who|the "
           "man who|the one you sent|last week|last month|a week ago|two weeks ago|yesterday|came on"},
};

}  // namespace

PurposeCues::PurposeCues() {
  for (std::size_t i = 0; i < kFamilies.size(); ++i) {
    for_each_phrase(kFamilies[i].phrases, [&](std::string_view phrase) {
      index_.add(phrase, static_cast<std::uint32_t>(i), Spelling::exact);
    });
  }
  for_each_phrase(other_trades(), [&](std::string_view phrase) {
    index_.add(phrase, static_cast<std::uint32_t>(kFamilies.size()), Spelling::exact);
  });
}

void PurposeCues::find_at(const std::vector<Token>& tokens, std::size_t first,
                          std::vector<std::string_view>& found) const {
  std::vector<PhraseMatch> matches;
  index_.find_at(tokens, first, matches);
  for (const auto& match : matches) {
    if (match.prefix.in || match.prefix.from) continue;
    found.push_back(match.phrase < kFamilies.size() ? kFamilies[match.phrase].name : "other trade");
  }
}

}  // namespace kolog::insight
