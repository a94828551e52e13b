// Clock, random numbers, ids, modules and the environment are the same in each replay.
let loaded = 0;

async function pause() {
  "use step";
  await new Promise((resolve) => setTimeout(resolve, 20));
}

export async function steady() {
  "use workflow";
  loaded += 1;
  const seen = [Date.now(), Math.random(), crypto.randomUUID(), process.env.PATH];
  await pause();
  await pause();
  const [begin] = seen as number[];
  return { loaded, types: seen.map((each) => typeof each), later: Date.now() > begin! };
}

export async function compared() {
  "use workflow";
  const first = [Date.now(), Math.random(), crypto.randomUUID()];
  const told = await echo(first);
  return first.every((each, place) => each === told[place]);
}

async function echo(all: unknown[]) {
  "use step";
  return all;
}
