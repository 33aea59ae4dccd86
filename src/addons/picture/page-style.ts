import { drawingStyle, type Palette, themed } from "./style.js";

const shapes = `*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:2rem 2.5rem 3rem;max-width:84rem;overflow-wrap:anywhere}
h1{margin:0;font-size:1.05rem;font-weight:600}
h2{margin:3rem 0 1rem;font-size:1.35rem;line-height:1.25}
h3{margin:1.5rem 0 .5rem;font-size:1rem;line-height:1.4}
p{margin:.35rem 0;max-width:75ch}
code,pre,samp,h3 .rule{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
.verdict{display:flex;align-items:center;gap:.75rem;margin:.5rem 0 .25rem;font-size:1.9rem;line-height:1.2}
.verdict svg{flex:none}
.counts{margin:0}
header .quiet{margin:0;font-size:.9rem}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin:1.25rem 0 0;padding:.75rem 0 0;list-style:none;font-size:.95rem;border-top:1px solid}
.findings{margin:0;padding:0;list-style:none;display:grid;gap:.75rem}
.finding{padding:1rem 1.25rem;border:1px solid;border-left-width:5px;border-radius:6px}
.finding h3{display:flex;flex-wrap:wrap;align-items:center;gap:.15rem .6rem;margin:0}
details.finding{padding:.55rem 1.25rem}
details.finding summary h3{display:inline-flex}
.finding summary .quiet{font-weight:400}
details.finding article{scroll-margin-top:5rem}
.finding .rule{font-size:1rem}
.finding .file{margin:.4rem 0;font-weight:600}
.finding dl{display:grid;gap:.4rem;margin:.75rem 0 0}
.finding dl>div{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:0 1rem;align-items:baseline}
.finding dt{font-size:.9rem}
.finding dd{margin:0;min-width:0}
.finding dd p{margin:0}
.finding dd p+p{margin-top:.35rem}
pre{margin:.4rem 0 0;padding:.6rem .8rem;overflow-x:auto;border-radius:4px;white-space:pre-wrap}
.plain{margin:0;padding:0;list-style:none}
.badge{display:inline-flex;align-items:center;justify-content:center;min-width:1.5rem;height:1.5rem;padding:0 .35rem;font-size:.8rem;font-weight:700;line-height:1;text-decoration:none;border:1.5px solid;border-radius:1rem;flex:none}
.badge.error{border-radius:.3rem}
td .badge{margin-left:.35rem;min-width:1.3rem;height:1.3rem;font-size:.72rem}
.legend{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin:0 0 .75rem;padding:0;list-style:none;font-size:.875rem}
.legend svg{vertical-align:-.2em}
.scroll{overflow-x:auto;padding:.5rem;border:1px solid;border-radius:6px}
.scroll .drawing{display:block;max-width:100%;height:auto}
.box:target .frame{stroke-width:3}
table{width:100%;table-layout:fixed;border-collapse:collapse;font-size:.9rem}
table+table,table+details{margin-top:1.75rem}
caption{padding:0 0 .5rem;text-align:left;font-size:.9rem}
th,td{padding:.45rem .75rem .45rem 0;text-align:left;vertical-align:top}
th{font-size:.8rem;font-weight:600}
th.group{padding-top:1.1rem;font-size:.95rem}
th.group .quiet{font-weight:400}
tr{border-bottom:1px solid}
td p{margin:0;font-size:.85rem}
th:last-child,td:last-child{padding-right:0}
.left{font-weight:600}
.left.error,.left.warning,.left.sound{font-weight:400}
.w10{width:10%}.w15{width:15%}.w20{width:20%}.w25{width:25%}.w30{width:30%}.w40{width:40%}.w50{width:50%}
.bar{display:block;width:100%;height:20px;overflow:visible}
.axis .bar,th .bar{padding-right:0}
.bar text{font-size:11px;font-weight:400;text-anchor:middle}
.bar .first{text-anchor:start}
.tick{stroke-width:1}
.gone{fill:none;stroke-width:2}
.hint{display:none}
details{margin:1rem 0;padding:.6rem 1rem;border:1px solid;border-radius:6px}
summary{cursor:pointer}
details[open] summary{margin-bottom:.75rem}
.folded{margin:0;padding:0;list-style:none;columns:22rem;column-gap:2rem;font-size:.875rem}
.folded li{break-inside:avoid;padding:.1rem 0}
footer{margin-top:3rem;padding-top:1rem;font-size:.875rem;border-top:1px solid}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid;outline-offset:2px}
details.finding{margin:0}
.finding:target,article:target,tr:target{outline:3px solid;outline-offset:2px}
@media screen and (max-width:64rem){
.scroll .drawing{max-width:none}
}
@media screen and (max-width:44rem){
body{padding:1.25rem 1rem 2rem}
h2{margin-top:2.25rem}
.verdict{font-size:1.5rem}
.finding{padding:.85rem 1rem}
.finding dl>div{grid-template-columns:minmax(0,1fr)}
.cards,.cards tbody,.cards tr,.cards td,.cards th.group{display:block}
.cards caption{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{padding:.6rem 0}
.cards td,.cards td:last-child{display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:0 .75rem;padding:.1rem 0}
.cards td::before{content:attr(data-label);font-size:.8rem}
.cards td.axis{grid-template-columns:minmax(0,1fr);padding:.2rem 0}
.cards td.axis::before{content:none}
.cards td.empty{display:none}
.hint{display:block;font-size:.875rem}
}
`;

const colors = (c: Palette) => `html{background:${c.paper};color:${c.ink};color-scheme:${c.scheme}}
.quiet,caption,thead th,dt,footer,td::before,.legend,.hint{color:${c.quiet}}
.bar text{fill:${c.quiet}}
a{color:${c.link}}
nav ul,.finding,.scroll,tr,details,footer{border-color:${c.line}}
.verdict.error,.finding.error .word,.left.expired{color:${c.error}}
.verdict.warning,.finding.warning .word{color:${c.warning}}
.verdict.sound{color:${c.sound}}
.finding.error{border-left-color:${c.error}}
.finding.warning{border-left-color:${c.warning}}
.badge.error{color:${c.onSign};background:${c.error};border-color:${c.error}}
.badge.warning{color:${c.onSign};background:${c.warning};border-color:${c.warning}}
.badge.error.named{color:${c.error};background:none}
.badge.warning.named{color:${c.warning};background:none}
.left.missing{color:${c.error}}
pre,code{background:${c.soft}}
.tick{stroke:${c.line}}
.gone{stroke:${c.error}}
.length.sound{fill:${c.cell}}
.length.warning{fill:${c.warning}}
.length.error,.length.expired{fill:${c.error}}
`;

const paper = `@media print{
html{font-size:10.5pt;background:#fff;color:#000}
body{max-width:none;padding:0}
table{font-size:.82rem}
nav{display:none}
h2,h3,caption,summary,.legend{break-after:avoid}
.finding,tr,.drawing,dl>div{break-inside:avoid}
.findings{display:block}
.findings li{margin-bottom:1rem}
details.finding::details-content{content-visibility:visible;block-size:auto}
.scroll{overflow:visible;border:0;padding:0}
.scroll .drawing{max-width:100%}
.quiet,caption,thead th,dt,footer,td::before,.legend,.drawing .quiet,.drawing .folder{color:#333}
a{color:#000;text-decoration:none}
@page{margin:14mm}
}
`;

/** The style of a page with its drawing. */
export const pageStyle = shapes + drawingStyle + themed(colors) + paper;

/** What the page's policy admits: this style and no other. test/addons/picture proves that it is of this style. */
export const pageStyleHash = "sha256-R6mPFRgDH6eXUvPny43s9iAdnma7QBiGBBJglhZuFBI=";
