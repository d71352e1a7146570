// Renders the same form with docxtemplater and easy-template-x and prints the seconds of one document.
// node render.cjs job.json: {"template": path, "contexts": [...], "rounds": n, "folder": path}
// prints {"docxtemplater": {"work": s, "clock": s}, ...}; each tool's first document goes to the folder.
"use strict";

const fs = require("fs");
const path = require("path");
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");
const { TemplateHandler } = require("easy-template-x");

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const template = fs.readFileSync(job.template);

async function docxtemplater(context) {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  document.render(context);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

async function easyTemplateX(context) {
  return await new TemplateHandler().process(template, context);
}

function median(values) {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

async function measured(name, render) {
  fs.writeFileSync(path.join(job.folder, `${name}.docx`), Buffer.from(await render(job.contexts[0])));
  const turn = [];
  for (let round = 0; round < job.rounds; round++) {
    const busy = process.cpuUsage();
    const clock = process.hrtime.bigint();
    for (const context of job.contexts) await render(context);
    const used = process.cpuUsage(busy);
    turn.push({
      work: (used.user + used.system) / 1e6 / job.contexts.length,
      clock: Number(process.hrtime.bigint() - clock) / 1e9 / job.contexts.length,
    });
  }
  return { work: median(turn.map((one) => one.work)), clock: median(turn.map((one) => one.clock)) };
}

(async () => {
  const found = {};
  found["docxtemplater"] = await measured("docxtemplater", docxtemplater);
  found["easy-template-x"] = await measured("easy-template-x", easyTemplateX);
  process.stdout.write(JSON.stringify(found));
})();
