from datetime import datetime, timezone

from absurd_sdk import AsyncAbsurd, AsyncTaskContext

app = AsyncAbsurd(queue_name="orders")


@app.register_task(name="pay")
async def pay(params: dict[str, str], ctx: AsyncTaskContext) -> None:
    async def charge() -> str:
        return f"receipt for {params['order']}"

    async def paid_time() -> str:
        return datetime.now(timezone.utc).isoformat()

    async def send_receipt() -> None:
        print(receipt, paid_at)

    receipt = await ctx.step("charge", charge)
    paid_at = await ctx.step("paid-at", paid_time)
    await ctx.sleep_for("bank", 600)
    await ctx.step("send-receipt", send_receipt)
