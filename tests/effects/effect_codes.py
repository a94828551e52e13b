"""The rule that tells each kind of effect at its call; an order is told where it matters."""

from __future__ import annotations

from wflint.effects import EffectKind

TOLD_AS = {
    EffectKind.NETWORK: "WF201",
    EffectKind.DATABASE: "WF202",
    EffectKind.FILESYSTEM: "WF203",
    EffectKind.PROCESS: "WF204",
    EffectKind.SLEEP: "WF205",
    EffectKind.OUTPUT: "WF206",
    EffectKind.HEAVY: "WF208",
    EffectKind.CLOCK: "WF101",
    EffectKind.RANDOM: "WF102",
    EffectKind.IDENTITY: "WF103",
    EffectKind.ENVIRONMENT: "WF105",
}
