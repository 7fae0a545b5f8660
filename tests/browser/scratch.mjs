import { chromium } from "playwright-core"; import Axe from "@axe-core/playwright"; const AxeBuilder = Axe.default ?? Axe;
const url="http://127.0.0.1:4555"; const sid="CA"+"0".repeat(32);
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
for (const [lang,scheme,w] of [["he","light",1280],["he","dark",360],["en","light",360],["en","dark",1280]]) {
  const c=await b.newContext({viewport:{width:w,height:900},colorScheme:scheme,reducedMotion:"reduce",baseURL:url,timezoneId:"Asia/Jerusalem"});
  await c.addInitScript(l=>localStorage.setItem("kolog.language",l),lang);
  const p=await c.newPage(); p.on("console",m=>{if(["error","warning"].includes(m.type())&&!m.text().startsWith("Failed to load"))console.log(lang,m.text().slice(0,600))}); p.on("pageerror",e=>console.log("ERR",e.message));
  const check=async(name)=>{ const {violations}=await new AxeBuilder({page:p}).analyze(); for(const v of violations) console.log(lang,scheme,w,name,v.impact,v.id,v.nodes.slice(0,3).map(n=>n.html.slice(0,200)+" "+(n.failureSummary??"").slice(0,200)));
    const [sw,iw]=await p.evaluate(()=>[document.documentElement.scrollWidth,innerWidth]); if(sw>iw)console.log("OVERFLOW",name,sw,iw); await p.screenshot({path:`/tmp/mock/${name}-${lang}-${w}.png`,fullPage:true}); };
  await p.goto("/"); await p.locator(`a[href="/calls/${sid}"]`).waitFor(); await p.waitForLoadState("networkidle"); await check("list");
  await p.goto(`/calls/${sid}`); await p.locator("#segment-0").waitFor(); await p.waitForLoadState("networkidle"); await check("call");
  await p.getByRole("button",{name:lang==="he"?"תיקון":"Correct",exact:true}).click(); await p.getByRole("dialog").waitFor(); await p.waitForTimeout(300); await check("dialog");
  await p.goto("/settings/understanding"); await p.locator("#services").waitFor(); await p.waitForLoadState("networkidle"); await check("settings");
  for (const t of await p.locator("[aria-expanded=false]").all()) {} 
  const names = await p.locator("[aria-expanded]").count();
  for (let i=0;i<names;i++) { const el=p.locator("[aria-expanded]").nth(i); if([1,6,7,10,11].includes(i)) await el.click(); }
  await check("open");
  await c.close();
}
await b.close();
