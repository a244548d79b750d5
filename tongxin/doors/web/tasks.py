from procrastinate.contrib.django import app

from tongxin.doors.web.actions import forget_turns


@app.periodic(cron="17 * * * *")
@app.task(name="web.forget_turns")
def forget_worn_off_turns(timestamp: int) -> None:
    """Once an hour, drop the counts nobody needs any more."""
    forget_turns()
