// SPDX-License-Identifier: Apache-2.0
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

constexpr Symptom kRows[] = {
    {"renovation",
     "קיר|קירות|תקרה|אמבטיה|חדר אמבטיה|מחיצה|מרפסת|ממ\"ד|מהנדס|אדריכל|אדריכלית|מעצב|בנייה|בניין|טפסן|"
     "מתווה|היתר בנייה|בונים|בונה|לבנות|תחזוקה|לתקן קיר|נכס|בית ישן|wall|walls|ceiling|bathroom|"
     "basement|attic|extension|architect|engineer|permit|blueprint|designer|plaster|concrete|bricks|"
     "build|rebuild|maintenance|balcony|safe room|mamad|builder|builders|טייחים"},
    {"plumbing",
     "צינור|צינורות|ברז|ברזים|אסלה|אסלות|כיור|כיורים|שירותים|מקלחת|אמבטיה|ניקוז|צנרת|מים|סתום|סתומה|"
     "סתומים|נסתם|נסתמה|נוזל|נוזלת|נוזלים|דולף|דולפת|מטפטף|מטפטפת|הצפה|מוצף|מוצפת|שטף|טפטוף|בידה|מזלף|"
     "מרזב|פיצוץ|בור|משאבה|מונה|pipe|pipes|faucet|faucets|tap|taps|toilet|toilets|sink|sinks|drain|"
     "drains|shower|bathtub|tub|basin|water|flush|cistern|bidet|clogged|blocked|flooded|gutter|hose|"
     "valve|pump"},
    {"electrical",
     "חשמל|חשמלי|תאורה|מנורה|מנורות|נורה|נורות|שקע|שקעים|נברשת|נברשות|מפסק|מתג|פקק|אור|אורות|זרם|כבל|"
     "כבלים|חוט|חוטים|ניצוצות|מאוורר|ספוט|לדים|טיימר|בטרייה|לוח|electricity|power|electric|light|"
     "lights|lamp|lamps|bulb|outlet|outlets|socket|sockets|switch|switches|plug|wire|wires|cable|"
     "sparks|chandelier|fan|fans|breaker|fuse|lighting|voltage|panel"},
    {"air_conditioning",
     "קירור|חימום|אוויר|פילטר|פילטרים|חם בבית|חום בבית|תעלה|תעלות|אינוורטר|קולינג|תרמוסטט בקיר|cooling|"
     "heating|air|filter|filters|duct|ducts|vents|thermostat|compressor|hot in here|sweltering|remote"},
    {"moving",
     "משאית|ארגזים|קרטונים|מעלית|מנוף|תכולה|רהיטים|ספה|ספות|פסנתר|מעבר|עוברים|עוברת|עובר|קומה|אחסון|"
     "לארוז|אריזה|טנדר|ריהוט|פריקה|truck|boxes|elevator|lift|furniture|sofa|couch|piano|storage|"
     "packing|pack|crane|move|van|deliver|delivery"},
    {"cleaning",
     "לכלוך|אבק|כתם|כתמים|מבריק|ספונג'ה|ריפוד|ריפודים|שטיח|שטיחים|מזרן|מזרנים|גיהוץ|כביסה|ספה|חלונות|"
     "חיטוי|לשטוף|שטיפה|dust|dirt|dirty|stain|stains|clean|carpet|carpets|rug|rugs|mattress|upholstery|"
     "laundry|ironing|mop|vacuum|sanitize|tidy|mess|messy"},
    {"painting",
     "צבע|צבוע|גוון|לבן|מתקלף|קירות|רולר|מברשת|לכה|סיד|paint|color|colour|colors|peeling|roller|brush|"
     "primer|varnish|walls|painted"},
    {"locksmith",
     "דלת|מפתח|מפתחות|מנעול|מנעולים|ידית|כספת|פורץ|נעול|נעולה|ננעל|קוד|פרצו|שער|תיבת דואר|אינטרקום|"
     "door|key|keys|lock|locks|locked|handle|safe|vault|mailbox|gate|unlock|knob|latch|cylinder"},
    {"gardening",
     "גינה|גינות|חצר|עץ|עצים|דקל|דקלים|שיח|שיחים|פרחים|צמחים|ענף|ענפים|אדניות|אדנית|עציץ|עציצים|שורשים|"
     "זיתים|שביל|garden|gardens|yard|backyard|tree|trees|grass|plants|flowers|bush|branch|branches|"
     "roots|soil|pot|pots|palm|vines|טפטפות"},
    {"pest_control",
     "זבוב|חרקים בבית|ביצים|קן|עקיצה|תולעת|תולעים|זוחל|מכה|חתול|ציפור|ציפורים|nest|fly|flies|worm|"
     "worms|bird|birds|bite|creature|crawling|trap|traps|poison|עטלף"},
    {"waterproofing",
     "גג|גגות|רעפים|לחות|תקרה|מרתף|גשם|חורף|סדק|סדקים|קיר רטוב|אטום|טפטוף|roof|roofs|rooftop|ceiling|"
     "basement|rain|winter|crack|cracks|humidity|wet|seal|sealant|moisture|terrace|balcony|my roof|"
     "our roof|buckets|דליים"},
    {"water_heater",
     "דוד|חימום|סולארי|פאנל סולארי|אבנית|tank|heater|solar|solar panels|shower|cold shower|thermostat|"
     "scale"},
    {"carpentry",
     "ארון|ארונות|מדף|מדפים|שולחן|שולחנות|כיסא|כיסאות|מיטה|מיטות|מגירה|מגירות|שידה|מזנון|ספרייה|דלת|"
     "דלתות|משקוף|ציר|צירים|מטבח|מטבחים|עץ|רהיט|רהיטים|כוורת|שיש|door|doors|closet|closets|wardrobe|"
     "wardrobes|shelf|shelves|table|tables|chair|chairs|bed|beds|drawer|drawers|dresser|desk|hinge|"
     "hinges|kitchen|wood|wooden|cupboard|cupboards|furniture|bench|דלת הזזה"},
    {"flooring",
     "רצפה|אריח|שיש|פנל|מדרגות|בלטה|מרפסת|שטיח|חיפוי|דבק|floor|floors|tile|tiles|marble|stairs|carpet|"
     "ceramic|laminated|wood|stone|רצפות|פנלים"},
    {"windows_aluminium",
     "חלון|חלונות|זכוכית|שמשה|רשת|מראה|מסגרת|הזזה|מרפסת|window|windows|glass|pane|screen|frame|frames|"
     "mirror|balcony|sliding|railing|metal|ויטרינה|ויטרינות"},
    {"shutters", "רצועה|שלבים|גלילה|וילון|וילונות|רפפות|מנוע|strap|slats|curtain|curtains|roller|motor"},
    {"appliance_repair",
     "מקרר|מקררים|תנור|תנורים|מיקרוגל|כיריים|כיריים חשמליות|אינדוקציה|טלוויזיה|טלוויזיות|טלויזיה|"
     "שואב אבק|מכונה|מכונת קפה|תוף|כביסה|קומקום|מגהץ|בלנדר|fridge|fridges|oven|ovens|stove|stoves|"
     "microwave|microwaves|cooktop|hob|tv|television|vacuum cleaner|coffee machine|machine|machines|"
     "laundry|warranty|bosch|siemens|samsung|miele|electra|beko|whirlpool|בוש|סימנס|מילה|בקו|סמסונג|"
     "אלקטרולוקס|קונסטרוקטה|סאוטר|אל ג'י"},
    {"gas",
     "גז|כיריים|בלון|בלונים|להבה|גריל|מבער|צובר|gas|stove|cooker|burner|burners|flame|cylinder|grill|"
     "bbq|barbecue"},
    {"junk_removal",
     "זבל|אשפה|לזרוק|לפנות|פינו|ספה ישנה|מחסן|מכולה|שקים|בלאי|trash|garbage|rubbish|waste|debris|dump|"
     "old stuff|skip|bin|bins|storage room|throw away|clear out|junk"},
    {"security_cameras",
     "גניבה|פריצה|גנבים|פרצו|אבטחה|שומר|גלאי|חיישן|מוקד|קודן|הקלטה|security|burglary|burglar|burglars|"
     "theft|thief|stolen|sensor|detector|recording|alarm|doorbell|guard|buzzer"},
    {"computer_repair",
     "מחשב|מחשבים|מסך|מקלדת|תוכנה|קבצים|תמונות|דיסק|סיסמה|אינטרנט|ראוטר|וויי פיי|גיבוי|ווינדוס|מטען|"
     "computer|computers|pc|mac|monitor|keyboard|mouse pad|software|files|photos|password|internet|"
     "wifi|router|backup|windows update|charger|screen"},
    {"towing",
     "רכב|אוטו|מכונית|אופנוע|קטנוע|מוסך|מצבר|גלגל|צמיג|כביש|תקוע|תקועה|צומת|טרקטור|מנוע|נתקעתי|נתקענו|"
     "car|cars|vehicle|motorcycle|scooter|garage|battery|tire|tyre|highway|engine|road|stuck|truck|"
     "mechanic|gas station|petrol station|תחנת דלק"},
};

}  // namespace

std::span<const Symptom> hints() {
  return kRows;
}

}  // namespace kolog::insight
