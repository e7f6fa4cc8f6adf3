package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TrialSettings;

/** Every key of the {@code trial} block: each may be an axis. */
final class TrialKeys {
  static final Schema SCHEMA = new Schema("trial");

  private static final Block ROOT = SCHEMA.block();
  private static final Block GUIDANCE_BLOCK = ROOT.block("guidance");

  static final Key<Phases> PHASES =
      ROOT.key("phases", Kinds.choice(Phases.class), Phases.DECOUPLED, "which phases a trial runs");
  static final Key<Boolean> VIEW_DEPENDENT_PROMPTS =
      ROOT.key(
          "view-dependent-prompts",
          Kinds.flag(),
          true,
          "prompts name the view: \", front view\" ...");
  static final GuidanceKeys GUIDANCE = new GuidanceKeys(GUIDANCE_BLOCK);
  static final GeometryKeys GEOMETRY = new GeometryKeys(ROOT.block("geometry"), GUIDANCE_BLOCK);
  static final TextureKeys TEXTURE = new TextureKeys(ROOT.block("texture"), GUIDANCE_BLOCK);
  static final ViewKeys VIEWS = new ViewKeys(ROOT.block("views"));

  private TrialKeys() {}

  static TrialSettings read(Values values) {
    return new TrialSettings(
        values.get(PHASES),
        values.get(VIEW_DEPENDENT_PROMPTS),
        GEOMETRY.read(values),
        TEXTURE.read(values),
        VIEWS.read(values));
  }
}
