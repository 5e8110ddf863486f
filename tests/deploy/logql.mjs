// node logql.mjs DIRECTORY - see logql.sh.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@grafana/lezer-logql';

const root = process.argv[2];
const expressions = [];
const values = { __auto: '1m', __interval: '1m', __range: '1h' };

function walk(node, path) {
  if (Array.isArray(node)) {
    node.forEach((child) => walk(child, path));
  } else if (node && typeof node === 'object') {
    if (node.datasource?.type === 'loki' && typeof node.expr === 'string') {
      expressions.push([path, node.expr]);
    }
    if (node.type === 'query' && node.datasource?.type === 'loki') {
      expressions.push([path, node.query.stream]);
    }
    Object.values(node).forEach((child) => walk(child, path));
  }
}

for (const entry of readdirSync(join(root, 'dashboards'), { recursive: true })) {
  if (entry.endsWith('.json')) {
    walk(JSON.parse(readFileSync(join(root, 'dashboards', entry), 'utf8')), entry);
  }
}
// Links from metrics to logs.
const provisioned = readFileSync(join(root, 'provisioning', 'datasources', 'datasources.yml'), 'utf8');
for (const match of provisioned.matchAll(/expr: '(\{.*)'/g)) {
  expressions.push(['datasources.yml', match[1]]);
}

let wrong = 0;
for (const [path, expression] of expressions) {
  const text = expression.replace(/\$\{?(\w+)\}?/g, (_, name) => values[name] ?? 'x');
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) {
        console.log(`${path}: not LogQL at ${node.from}: ${text}`);
        wrong++;
      }
    },
  });
}
if (parser.parse('{a="b"} | | c').toString().indexOf('⚠') < 0 || expressions.length < 10) {
  console.log('the check itself does not work');
  wrong++;
}
console.log(`logql: ${expressions.length} queries parse`);
process.exit(wrong ? 1 : 0);
