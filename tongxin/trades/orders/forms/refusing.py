"""Forms that show what an action refuses."""

from tongxin.engine.flows.refusals import Incomplete


class TakesRefusals:
    """A form that puts each sentence of a refusal to its field, and to the whole form where it has none."""

    def take(self, incomplete: Incomplete) -> None:
        for field, sentence in incomplete.errors.items():
            self.add_error(field if field in self.fields else None, sentence)
