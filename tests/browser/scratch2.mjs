import { chromium } from "playwright-core";
const url="http://127.0.0.1:4555"; 
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
for (const [lang,scheme,w] of [["he","light",900],["en","dark",900],["he","dark",360]]) {
  const c=await b.newContext({viewport:{width:w,height:1300},colorScheme:scheme,reducedMotion:"reduce",baseURL:url});
  await c.addInitScript(l=>localStorage.setItem("kolog.language",l),lang);
  const p=await c.newPage();
  await p.goto("/settings/understanding"); await p.locator("#services").waitFor(); await p.waitForLoadState("networkidle");
  await p.locator("[aria-expanded]").nth(1).click();
  await p.locator("section[aria-labelledby=services]").screenshot({path:`/tmp/mock/s-${lang}-${w}.png`});
  await p.locator("section[aria-labelledby=thresholds]").screenshot({path:`/tmp/mock/t-${lang}-${w}.png`});
  const r=p.locator("section[aria-labelledby=rules]"); await r.locator("[aria-expanded]").nth(0).click();
  await r.screenshot({path:`/tmp/mock/r-${lang}-${w}.png`});
  await c.close();
}
await b.close();
