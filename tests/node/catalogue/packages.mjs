// Prints, as JSON, what the names on standard input, one a line, stand for in the packages that are installed beside this
// script: a kind, or `null`. Names of packages that are not installed are left out.
import { readFileSync } from "node:fs";
import { kindAt } from "../names.mjs";

globalThis.WebSocket ??= class {}; // which Node 20 lacks and a client of Supabase asks for
process.removeAllListeners("warning");
Object.assign(process.env, { POSTGRES_URL: "postgres://a:b@c-pooler.d/e", KV_REST_API_URL: "https://example.com", KV_REST_API_TOKEN: "token" });

// Objects of the types that the catalogue names; those that can be awaited are wrapped, or making them would send them.
const MAKERS = {
  "@anthropic-ai/sdk": async (sdk) => new sdk.default({ apiKey: "key" }),
  "@aws-sdk/client-s3": async (sdk) => ({
    "@aws-sdk/client.Client": new sdk.S3Client({ region: "x" }),
    "@aws-sdk/client.Service": new sdk.S3({ region: "x" }),
  }),
  "@aws-sdk/client-dynamodb": async (sdk) => ({
    "@aws-sdk/client.Database": new sdk.DynamoDBClient({ region: "x" }),
    "@aws-sdk/client.Tables": new sdk.DynamoDB({ region: "x" }),
  }),
  "@aws-sdk/lib-dynamodb": async (sdk) => ({ "@aws-sdk/client.Tables": sdk.DynamoDBDocument.from({ config: {}, middlewareStack: {} }) }),
  "@clerk/backend": async (sdk) => ({ "@clerk/backend.ClerkClient": sdk.createClerkClient({ secretKey: "key" }) }),
  "@google/generative-ai": async (sdk) => {
    const model = new sdk.GoogleGenerativeAI("key").getGenerativeModel({ model: "a" });
    return { "@google/generative-ai.GenerativeModel": model, "@google/generative-ai.ChatSession": model.startChat() };
  },
  "@libsql/client": async (sdk) => ({ "@libsql/client.Client": sdk.createClient({ url: "https://example.com" }) }),
  "@mux/mux-node": async (sdk) => new sdk.default({ tokenId: "a", tokenSecret: "b" }),
  "@neondatabase/serverless": async (sdk) => {
    const sql = sdk.neon("postgres://user:secret@a.neon.tech/database");
    return { "@neondatabase/serverless.Sql": sql, "@neondatabase/serverless.Query": sql`select 1` };
  },
  "@octokit/rest": async (sdk) => ({ "@octokit/rest.Octokit": new sdk.Octokit() }),
  "@pinecone-database/pinecone": async (sdk) => {
    const client = new sdk.Pinecone({ apiKey: "key" });
    return {
      "@pinecone-database/pinecone.Pinecone": client,
      "@pinecone-database/pinecone.Index": client.index({ host: "https://example.com", name: "a" }),
    };
  },
  "@planetscale/database": async (sdk) => ({ "@planetscale/database.Connection": sdk.connect({}) }),
  "@slack/web-api": async (sdk) => ({ "@slack/web-api.WebClient": new sdk.WebClient("token") }),
  "@supabase/supabase-js": async (sdk) => {
    const client = sdk.createClient("https://a.supabase.co", "a.b.c");
    const table = client.from("a");
    return {
      "@supabase/supabase-js.SupabaseClient": client,
      "@supabase/supabase-js.Bucket": client.storage.from("a"),
      "@supabase/supabase-js.Table": table,
      "@supabase/supabase-js.Query": table.select(),
      "@supabase/supabase-js.Change": table.insert({}),
      "@supabase/supabase-js.Call": client.rpc("a"),
    };
  },
  "@upstash/qstash": async (sdk) => {
    const client = new sdk.Client({ token: "token" });
    return { "@upstash/qstash.Client": client, "@upstash/qstash.Queue": client.queue({ queueName: "a" }) };
  },
  "@upstash/ratelimit": async (sdk) => ({
    "@upstash/ratelimit.Ratelimit": new sdk.Ratelimit({ redis: {}, limiter: sdk.Ratelimit.fixedWindow(1, "1 s") }),
  }),
  "@upstash/redis": async (sdk) => {
    const client = new sdk.Redis({ url: "https://example.com", token: "token" });
    return {
      "@upstash/redis.Redis": client,
      "@upstash/redis.Pipeline": client.pipeline(),
      "@upstash/redis.Script": client.createScript("return 1"),
    };
  },
  "@upstash/vector": async (sdk) => ({ "@upstash/vector.Index": new sdk.Index({ url: "https://example.com", token: "token" }) }),
  "@upstash/workflow": async (sdk) => ({ "@upstash/workflow.Client": new sdk.Client({ token: "token" }) }),
  axios: async (sdk) => ({ "axios.AxiosInstance": sdk.default.create() }),
  bullmq: async (sdk) => ({ "bullmq.Queue": sdk.Queue.prototype }),
  dayjs: async (sdk) => {
    const plugins = ["utc", "timezone", "duration", "relativeTime", "isToday", "isTomorrow", "isYesterday", "isSameOrAfter", "isSameOrBefore", "isBetween", "isLeapYear"];
    for (const each of plugins) sdk.default.extend((await import(`dayjs/plugin/${each}.js`)).default);
    return { "dayjs.Dayjs": sdk.default(0), "dayjs.Duration": sdk.default.duration(0) };
  },
  "drizzle-orm": async () => {
    const { drizzle } = await import("drizzle-orm/node-postgres");
    const { integer, pgTable } = await import("drizzle-orm/pg-core");
    const table = pgTable("a", { id: integer() });
    const database = drizzle({ connection: "postgres://a:b@localhost/c", schema: { table } });
    return {
      "drizzle-orm.Database": database,
      "drizzle-orm.Query": database.select().from(table),
      "drizzle-orm.Change": database.insert(table).values({ id: 1 }),
      "drizzle-orm.Statement": database.execute("select 1"),
      "drizzle-orm.Table": database.query.table,
    };
  },
  "drizzle-orm/libsql": async (sdk) => {
    const { integer, sqliteTable } = await import("drizzle-orm/sqlite-core");
    const table = sqliteTable("a", { id: integer() });
    const database = sdk.drizzle({ connection: { url: "https://example.com" } });
    const query = database.select().from(table);
    return {
      "drizzle-orm.Database": database,
      "drizzle-orm.Query": query,
      "drizzle-orm.Change": database.insert(table).values({ id: 1 }),
      "drizzle-orm.PreparedQuery": query.prepare(),
    };
  },
  "firebase-admin/firestore": async (sdk) =>
    Object.fromEntries(
      ["Firestore", "CollectionReference", "DocumentReference", "WriteBatch"].map((each) => [`firebase-admin/firestore.${each}`, sdk[each].prototype]),
    ),
  "firebase-admin": async (sdk) => {
    sdk.default.initializeApp({ projectId: "a" });
    return { "firebase-admin/auth.Auth": sdk.default.auth(), "firebase-admin/messaging.Messaging": sdk.default.messaging() };
  },
  got: async (sdk) => ({ "got.Got": sdk.default.extend({}) }),
  "graphql-request": async (sdk) => ({ "graphql-request.GraphQLClient": new sdk.GraphQLClient("https://example.com") }),
  "groq-sdk": async (sdk) => new sdk.default({ apiKey: "key" }),
  ioredis: async (sdk) => {
    const client = new sdk.default({ lazyConnect: true });
    return { ioredis: client, "ioredis.ChainableCommander": client.pipeline() };
  },
  kafkajs: async (sdk) => ({ "kafkajs.Producer": new sdk.Kafka({ brokers: ["a"], logLevel: 0 }).producer() }),
  knex: async (sdk) => {
    const knex = sdk.default({ client: "pg" });
    return {
      "knex.Knex": knex,
      "knex.Query": knex("a"),
      "knex.Change": knex("a").insert({}),
      "knex.Statement": knex.raw("select 1"),
      "knex.Schema": knex.schema,
    };
  },
  ky: async (sdk) => ({ "ky.Ky": sdk.default.create({}) }),
  kysely: async (sdk) => {
    const database = new sdk.Kysely({ dialect: new sdk.PostgresDialect({ pool: {} }) });
    return {
      "kysely.Kysely": database,
      "kysely.Query": database.selectFrom("a"),
      "kysely.Change": database.deleteFrom("a"),
      "kysely.RawBuilder": sdk.sql`select 1`,
      "kysely.TransactionBuilder": database.transaction(),
    };
  },
  moment: async (sdk) => ({ "moment.Moment": sdk.default(0) }),
  "moment-timezone": async (sdk) => ({ moment: sdk.default, "moment.Moment": sdk.default(0) }),
  mongodb: async (sdk) => {
    const client = new sdk.MongoClient("mongodb://localhost");
    const collection = client.db("a").collection("b");
    return {
      "mongodb.Db": client.db("a"),
      "mongodb.Collection": collection,
      "mongodb.FindCursor": collection.find(),
      "mongodb.AggregationCursor": collection.aggregate(),
      "mongoose.ClientSession": client.startSession(),
    };
  },
  mongoose: async (sdk) => {
    const model = sdk.default.model("A", new sdk.default.Schema({}));
    return {
      "mongoose.Model": model,
      "mongoose.Document": new model(),
      "mongoose.Query": model.find(),
      "mongoose.Change": model.updateOne(),
      "mongoose.Aggregate": model.aggregate([{ $match: {} }]),
    };
  },
  "mysql2/promise": async (sdk) => ({
    "mysql2.Pool": sdk.default.createPool({}),
    "mysql2.Connection": sdk.default.PromisePoolConnection.prototype,
  }),
  mysql2: async (sdk) => ({ "mysql2.Pool": sdk.default.createPool({}), "mysql2.Connection": sdk.default.Connection?.prototype }),
  nodemailer: async (sdk) => ({ "nodemailer.Transporter": sdk.default.createTransport({}) }),
  openai: async (sdk) => new sdk.default({ apiKey: "key" }),
  "p-limit": async (sdk) => ({ "p-limit.Limit": sdk.default(1) }),
  "p-queue": async (sdk) => ({ "p-queue.PQueue": new sdk.default() }),
  pg: async (sdk) => ({ "pg.Pool": new sdk.default.Pool(), "pg.Client": Object.assign(new sdk.default.Client(), { release() {} }) }),
  pino: async (sdk) => ({ "pino.Logger": sdk.default() }),
  postgres: async (sdk) => {
    const sql = sdk.default("postgres://localhost");
    return { "postgres.Sql": sql, "postgres.Query": sql`select 1` };
  },
  "posthog-node": async (sdk) => ({ "posthog-node.PostHog": sdk.PostHog.prototype }),
  postmark: async (sdk) => ({ "postmark.ServerClient": new sdk.ServerClient("token") }),
  redis: async (sdk) => {
    const client = sdk.createClient();
    return { "redis.Client": client, "redis.Multi": client.multi() };
  },
  replicate: async (sdk) => new sdk.default({ auth: "token" }),
  resend: async (sdk) => ({ "resend.Resend": new sdk.Resend("key") }),
  sharp: async (sdk) => ({ "sharp.Sharp": sdk.default.prototype }),
  stripe: async (sdk) => new sdk.default("sk_test_key"),
  superagent: async (sdk) => ({
    "superagent.Reading": sdk.default.get("https://example.com"),
    "superagent.Writing": sdk.default.post("https://example.com"),
  }),
  svix: async (sdk) => ({ "svix.Svix": new sdk.Svix("a.b") }),
  twilio: async (sdk) => ({ "twilio.Twilio": sdk.default("AC0", "token") }),
  typeorm: async (sdk) => ({ "typeorm.DataSource": sdk.DataSource.prototype }),
  undici: async (sdk) => ({ "undici.Dispatcher": new sdk.Agent() }),
  "uploadthing/server": async (sdk) => ({ "uploadthing/server.UTApi": new sdk.UTApi() }),
  winston: async (sdk) => ({ "winston.Logger": sdk.default.createLogger() }),
  nanoid: async (sdk) => ({ "nanoid.Generator": sdk.customAlphabet("ab", 2) }),
  ulid: async (sdk) => ({ "ulid.Generator": sdk.monotonicFactory() }),
  "@paralleldrive/cuid2": async (sdk) => ({ "@paralleldrive/cuid2.Generator": sdk.init() }),
  jose: async (sdk) => ({ "jose.KeySet": sdk.createRemoteJWKSet(new URL("https://example.com")) }),
};

const ABSENT = ["ERR_MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_UNSUPPORTED_ESM_URL_SCHEME"];

async function imported(name) {
  try {
    return await import(name);
  } catch (error) {
    if (!ABSENT.includes(error.code)) console.error(`${name}: ${error.message}`);
    return undefined;
  }
}

const instances = [];
for (const [name, make] of Object.entries(MAKERS)) {
  const sdk = await imported(name);
  if (!sdk) continue;
  try {
    const made = await make(sdk);
    const isList = Object.keys(made).some((each) => each in MAKERS || /[./]/.test(each)) && Object.getPrototypeOf(made) === Object.prototype;
    for (const [type, instance] of isList ? Object.entries(made) : [[name, made]]) instances.push([type, instance]);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
  }
}

async function kindsOf(name) {
  const found = [];
  for (const [type, instance] of instances)
    if (name.startsWith(`${type}.`)) found.push(kindAt(instance, name.slice(type.length + 1).split(".")));
  // A package's name may hold a dot: `decimal.js`.
  for (const root of new Set([name.match(/^[^.]*/)[0], name.match(/^[\w-]+\.js(?=\.|$)/)?.[0]])) {
    const sdk = root && (await imported(root));
    if (!sdk) continue;
    const path = name.slice(root.length + 1).split(".").filter(Boolean);
    for (const start of path.length ? [sdk, sdk.default] : [sdk.default ?? sdk]) found.push(kindAt(start, path));
  }
  return found;
}

const told = {};
for (const name of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const kinds = await kindsOf(name);
  if (kinds.length) told[name] = kinds.find(Boolean) ?? null;
}
process.stdout.write(JSON.stringify(told), () => process.exit(0));
