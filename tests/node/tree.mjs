// Prints what the compiler makes of files, one JSON line a file: the kind, start and end of each node that matters when code runs.
// The paths of the files are read from standard input, one a line. Offsets count UTF-16 code units.
import { readFileSync } from "node:fs";
import ts from "typescript";

const KINDS = {
  [ts.SyntaxKind.CallExpression]: "call",
  [ts.SyntaxKind.NewExpression]: "new",
  [ts.SyntaxKind.TaggedTemplateExpression]: "tagged",
  [ts.SyntaxKind.AwaitExpression]: "await",
  [ts.SyntaxKind.YieldExpression]: "yield",
  [ts.SyntaxKind.ConditionalExpression]: "conditional",
  [ts.SyntaxKind.ArrowFunction]: "arrow",
  [ts.SyntaxKind.ReturnStatement]: "return",
  [ts.SyntaxKind.ThrowStatement]: "throw",
  [ts.SyntaxKind.IfStatement]: "if",
  [ts.SyntaxKind.ForStatement]: "for",
  [ts.SyntaxKind.ForInStatement]: "for-in",
  [ts.SyntaxKind.ForOfStatement]: "for-in",
  [ts.SyntaxKind.WhileStatement]: "while",
  [ts.SyntaxKind.DoStatement]: "do",
  [ts.SyntaxKind.SwitchStatement]: "switch",
  [ts.SyntaxKind.TryStatement]: "try",
};

function* nodes(source) {
  const waiting = [source];
  while (waiting.length) {
    const node = waiting.pop();
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) continue; // types are never run
    let kind = KINDS[node.kind];
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (operator === ts.SyntaxKind.CommaToken) kind = undefined;
      else if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) kind = "assignment";
      else kind = "binary";
    }
    // Without a semicolon or `!` at the end, which the grammars count to a node or not.
    if (kind) yield [kind, node.getStart(source), source.text.slice(0, node.end).replace(/[;!\s]+$/, "").length];
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
}

for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const kind = /\.[mc]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, false, kind);
  const errors = source.parseDiagnostics.length;
  process.stdout.write(JSON.stringify({ path, errors, nodes: [...nodes(source)] }) + "\n");
}
