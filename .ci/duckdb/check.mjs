// Reads folders of tables with DuckDB: each Parquet file must have the rows, columns, order and figures of the CSV file
// beside it, to the bit, and views.sql must open every table. Prints a line a folder; exits with 1 and says what differs.
import fs from "node:fs"
import path from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"

// cells splits a CSV file with quotes where they are needed.
function cells(text) {
  const rows = []
  let row = [], cell = "", quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[i++]
      else quoted = false
    } else if (c === '"') quoted = true
    else if (c === "," || c === "\n") {
      row.push(cell)
      cell = ""
      if (c === "\n") {
        rows.push(row)
        row = []
      }
    } else cell += c
  }
  return rows
}

const number = (word) => ({ NaN: NaN, "+Inf": Infinity, "-Inf": -Infinity })[word] ?? Number(word)

// differences compares a view with the CSV file of the same name.
async function differences(db, name, rows) {
  const head = rows.shift()
  const read = await db.runAndReadAll(`SELECT * FROM "${name}"`)
  const names = read.columnNames()
  if (names.join() !== head.join()) return [`${name}: columns ${names}, CSV has ${head}`]
  const kinds = read.columnTypes().map(String)
  const got = read.getRows()
  if (got.length !== rows.length) return [`${name}: ${got.length} rows, CSV has ${rows.length}`]
  const wrong = []
  for (let k = 0; k < head.length; k++) {
    const words = kinds[k] === "VARCHAR"
    if (!words && kinds[k] !== "DOUBLE") wrong.push(`${name}.${head[k]} is ${kinds[k]}`)
    for (let i = 0; i < rows.length; i++) {
      const want = words ? rows[i][k] : number(rows[i][k])
      if (!Object.is(got[i][k], want)) {
        wrong.push(`${name}.${head[k]}, row ${i + 1}: ${got[i][k]}, CSV has ${rows[i][k]}`)
        break
      }
    }
    if (words || rows.some((row) => !Number.isFinite(number(row[k])))) continue
    const sum = (await db.runAndReadAll(`SELECT fsum("${head[k]}") FROM "${name}"`)).getRows()[0][0] ?? 0
    const want = rows.reduce((all, row) => all + number(row[k]), 0)
    const size = rows.reduce((all, row) => all + Math.abs(number(row[k])), 0)
    if (Math.abs(sum - want) > 1e-11 * size) wrong.push(`${name}.${head[k]}: sum ${sum}, CSV ${want}`)
  }
  return wrong
}

let failed = false
for (const dir of process.argv.slice(2).map((d) => path.resolve(d))) {
  process.chdir(dir) // views.sql names files beside it
  const db = await (await DuckDBInstance.create(":memory:")).connect()
  await db.run(fs.readFileSync("views.sql", "utf8"))
  const views = (await db.runAndReadAll("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_name")).getRows().flat()
  const files = fs.readdirSync(".").filter((f) => f.endsWith(".csv")).map((f) => f.slice(0, -4)).sort()
  const wrong = []
  if (views.join() !== files.join()) wrong.push(`views ${views}, CSV files ${files}`)
  let count = 0
  for (const name of views.filter((v) => files.includes(v))) {
    const rows = cells(fs.readFileSync(name + ".csv", "utf8"))
    count += rows.length - 1
    wrong.push(...(await differences(db, name, rows)))
  }
  if (files.length === 0) wrong.push("no tables")
  for (const text of wrong) console.error(`${dir}: ${text}`)
  console.log(`${path.basename(dir)}: ${views.length} tables, ${count} rows, ${wrong.length} differences`)
  failed ||= wrong.length > 0
}
process.exit(failed ? 1 : 0)
