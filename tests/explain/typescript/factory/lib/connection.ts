export type Connection = { save(order: string): Promise<void> };

export function connect(): Connection {
  return { save: async (order) => console.log("saved", order) };
}
