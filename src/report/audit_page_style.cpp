#include "audit_page_parts.hpp"

namespace dmc {

// Colours agree with those of the drawings (svg.cpp), in light and in dark. Wide things scroll
// within themselves, so that the page never does sideways; below 40rem tables become lists of
// their rows, each cell with its column's name from data-label.
namespace {

constexpr std::string_view k_page_style = R"(
:root{color-scheme:light dark;
--paper:#fff;--ink:#1f2933;--faint:#52606d;--rule:#dde2e8;--panel:#f6f8fa;--link:#005a94;
--good:#006747;--good-back:#dff3ea;--slip:#7a4f00;--slip-back:#fdf0d0;
--open:#3e4c59;--open-back:#e9edf1;--bad:#a02b00;--bad-back:#fde5d9;
--good-bar:#2fa37c;--limit-bar:#8fd0b8;--definition-bar:#b8c2cc;--slip-bar:#e0a526;
--open-bar:#7b8794;--violated-bar:#e58a5c;--refuted-bar:#c8451a}
@media (prefers-color-scheme:dark){:root{
--paper:#161b22;--ink:#e6edf3;--faint:#9aa5b1;--rule:#303842;--panel:#1d242d;--link:#6cbcf0;
--good:#6fdcb4;--good-back:#16382d;--slip:#f0c35c;--slip-back:#3a2f12;
--open:#c3ccd5;--open-back:#2b333d;--bad:#ff9d70;--bad-back:#43231a;
--good-bar:#2fa37c;--limit-bar:#1f6b53;--definition-bar:#52606d;--slip-bar:#c98f1c;
--open-bar:#7b8794;--violated-bar:#b8643a;--refuted-bar:#e05f33}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
header,main,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.01em;margin:2.5rem 0 .5rem}
h2{font-size:1.4rem;line-height:1.3;margin:3rem 0 .75rem}
h3{font-size:1.2rem;line-height:1.35;margin:0}
h4{font-size:.95rem;line-height:1.4;margin:1.5rem 0 .5rem}
p,ul,ol,dl,figure,blockquote{margin:.75rem 0;padding:0}
p,li,blockquote{max-width:46rem}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code{font:.875em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
background:var(--panel);border-radius:.25rem;padding:.1em .35em;user-select:all}
math{font-size:1.1em;font-family:"STIX Two Math","Latin Modern Math","Cambria Math",
"Noto Sans Math","DejaVu Math TeX Gyre","DejaVu Serif",math}
svg{display:block;max-width:100%;height:auto}
.lead{font-size:1.1rem;color:var(--faint);margin-top:0}
.faint,figcaption,.facts dt{color:var(--faint)}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.25rem;
margin:1.5rem 0}
.facts dd{margin:0}
.rules{padding-left:1.25rem}
.rules li{margin:.3rem 0}

.verdict,.outcome{display:inline-block;border-radius:1rem;padding:.05rem .65rem;font-size:.85rem;
line-height:1.5;font-weight:600;white-space:nowrap;color:var(--open);background:var(--open-back)}
.verdict-holds,.verdict-limit,.outcome-holds,.outcome-limit{
color:var(--good);background:var(--good-back)}
.verdict-slip{color:var(--slip);background:var(--slip-back)}
.verdict-violated,.verdict-refuted,.outcome-fails{color:var(--bad);background:var(--bad-back)}
.share{display:flex;height:1.1rem;border-radius:.3rem;overflow:hidden;gap:2px;margin:1.5rem 0 .9rem}
.share span{background:var(--open-bar);print-color-adjust:exact;-webkit-print-color-adjust:exact}
.share .verdict-definition{background:var(--definition-bar)}
.share .verdict-holds{background:var(--good-bar)}
.share .verdict-limit{background:var(--limit-bar)}
.share .verdict-slip{background:var(--slip-bar)}
.share .verdict-undecided{background:var(--open-bar)}
.share .verdict-violated{background:var(--violated-bar)}
.share .verdict-refuted{background:var(--refuted-bar)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;list-style:none}
.counts b{font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums;margin-right:.45rem}

table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.45}
th{text-align:left;font-weight:600;color:var(--faint);vertical-align:bottom}
th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.name{white-space:nowrap}
.made code{display:block;width:fit-content;margin-bottom:.15rem}
.scroll{overflow-x:auto}

.claim{border-top:1px solid var(--rule);padding:1.75rem 0 .5rem;margin-top:1.75rem}
.claim>.head{display:flex;flex-wrap:wrap;gap:.35rem .8rem;align-items:center}
.claim .id{font-weight:400;color:var(--faint);background:none;padding:0}
.claim blockquote{border-left:3px solid var(--rule);padding-left:1rem;font-family:Charter,
"Bitstream Charter","Source Serif Pro",Georgia,"Noto Serif","DejaVu Serif",serif}
.claim .says{display:block;font:.8rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
"DejaVu Sans",sans-serif;color:var(--faint)}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start;margin:1rem 0}
.pictures figure{margin:0;max-width:100%;min-width:0}
figcaption{font-size:.85rem;margin-top:.3rem;padding-left:1rem}
.beside{display:flex;flex-wrap:wrap;gap:0 2rem;align-items:flex-start}
.beside>.words{flex:1 1 24rem;min-width:0}
.beside>.pictures{flex:0 1 auto;min-width:0;margin-top:0}
.formulas{display:grid;grid-template-columns:max-content minmax(0,1fr);margin:.5rem 0}
.formulas dt{font-weight:600;font-size:.9rem;padding:.45rem 1.25rem .45rem 0}
.formulas dd{margin:0;padding:.35rem 0}
.formulas dt,.formulas dd{border-top:1px solid var(--rule)}
.formula{overflow-x:auto;overflow-y:hidden;padding:.2rem 0;line-height:2}
.where,.remarks{color:var(--faint);font-size:.9rem}
.formula>math{line-height:normal}
.where .formula{padding:0;line-height:1.7}
/* Long formulas flow like words, in all rows that are not under a root, in a fraction and so on. */
.long>math,.long>math mrow:not(:is(msqrt,mfrac,msup,msub,munderover) mrow){display:inline}
.long>math mrow:not(:is(msqrt,mfrac,msup,msub,munderover) mrow)>:not(mrow){display:inline math}
.long>math .sign:not(:is(msqrt,mfrac,msup,msub,munderover) .sign){margin:0 .25em}

details{border:1px solid var(--rule);border-radius:.4rem;margin:.5rem 0}
summary{padding:.5rem .75rem;cursor:pointer;font-size:.93rem;line-height:1.45}
summary .outcome{margin:0 .35rem}
details[open]>summary{border-bottom:1px solid var(--rule);background:var(--panel);
border-radius:.4rem .4rem 0 0}
.inside{padding:.25rem .75rem .6rem;font-size:.93rem}
.inside p{margin:.5rem 0}
.back{font-size:.85rem;margin:.75rem 0}
footer{margin-top:3rem;padding-bottom:2.5rem;border-top:1px solid var(--rule);color:var(--faint);
font-size:.9rem}

@media (max-width:40rem){
h1{font-size:1.6rem;margin-top:1.5rem}
header,main,footer{padding:0 1rem}
.facts{grid-template-columns:minmax(0,1fr);gap:0}
.facts dd{margin-bottom:.5rem}
.formulas{grid-template-columns:minmax(0,1fr)}
.formulas dt{padding-bottom:0}
.formulas dd{border-top:0;padding-top:0}
.pictures .wide{overflow-x:auto}
.pictures .wide svg{max-width:none}
thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
table,tbody{display:block}
tr{display:flex;flex-wrap:wrap;gap:.15rem 1rem;padding:.6rem 0;border-bottom:1px solid var(--rule)}
td{border:0;padding:0}
td.whole{flex:1 0 100%;min-width:0}
td[data-label]::before{content:attr(data-label) " ";color:var(--faint)}
.number{text-align:left}
code{overflow-wrap:anywhere}
}
@media print{
body{font-size:10.5pt}
header,main,footer{max-width:none;padding:0}
.back{display:none}
details::details-content{content-visibility:visible;block-size:auto;opacity:1}
tr,figure,.head,summary{break-inside:avoid}
h2,h3,h4,.head,summary{break-after:avoid}
}
)";

}  // namespace

std::string_view page_style() {
  return k_page_style;
}

}  // namespace dmc
