import datetime

import inngest

client = inngest.Inngest(app_id="shop")


async def charge(order: str) -> str:
    return f"receipt for {order}"


async def paid_time() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


async def send_receipt(receipt: str, paid_at: str) -> None:
    print(receipt, paid_at)


@client.create_function(fn_id="pay", trigger=inngest.TriggerEvent(event="shop/order"))
async def pay(ctx: inngest.Context) -> None:
    order = str(ctx.event.data["order"])
    receipt = await ctx.step.run("charge", charge, order)
    paid_at = await ctx.step.run("paid at", paid_time)
    await ctx.step.sleep("cool down", datetime.timedelta(minutes=10))
    await ctx.step.run("send the receipt", send_receipt, receipt, paid_at)
