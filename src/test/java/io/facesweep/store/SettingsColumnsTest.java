package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.settings.ModelSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsColumnsTest {
  private static final String A = "a0".repeat(32);
  private static final String B = "b1".repeat(32);
  private static final String E = "e2".repeat(32);
  private static final String ADAPTED =
      "models { loras = [{ file = a.safetensors, weight = 0.5 }, b], embeddings = [x/old.pt], weights = ema }";

  private static SweepConfig config(String text) {
    return SweepConfig.parse(
        "sweep { name = s, prompts = [a man] }, models.diffusion = d, output.uri = out\n" + text);
  }

  private static Fingerprints read(SweepConfig config) {
    return Fingerprints.of(
        config.modelSets(),
        (role, place) -> place,
        Map.of("a.safetensors", A, "b", B, "x/old.pt", E));
  }

  private static SweepPlan plan(SweepConfig config) {
    return SweepPlanner.plan(config, read(config));
  }

  @Test
  void aTrialsRowSaysWithWhichLorasAndEmbeddingsItIsComputed() {
    SweepPlan plan = plan(config(ADAPTED));
    Map<String, Object> row = SettingsColumns.of(plan.trials().get(0), plan.fingerprints());
    assertThat(row)
        .containsEntry(
            "models_loras",
            "[{ file = \"a.safetensors\", weight = 0.5 }, { file = \"b\", weight = 1 }]")
        .containsEntry("models_loras_fingerprint", "0.5 %s, 1 %s".formatted(A, B))
        .containsEntry("models_embeddings", "[{ file = \"x/old.pt\" }]")
        .containsEntry("models_embeddings_fingerprint", "old " + E)
        .containsEntry("models_weights", "ema")
        .doesNotContainKey("models_prediction");
    assertThat(SettingsColumns.types().keySet()).containsAll(row.keySet());
    assertThat(SettingsColumns.models())
        .containsEntry("models.loras", "models_loras")
        .containsEntry("models.embeddings", "models_embeddings");
  }

  @Test
  void aRecordSaysWithWhichLorasAndEmbeddingsAStageWasComputed() {
    SweepPlan plan = plan(config(ADAPTED));
    assertThat(SettingsColumns.models(plan.geometryStages().get(0), plan.fingerprints()))
        .containsKeys("models_loras_fingerprint", "models_embeddings", "models_weights");
    SweepPlan own = plan(config(ADAPTED + ", models.geometry-diffusion = g"));
    assertThat(SettingsColumns.models(own.geometryStages().get(0), own.fingerprints()))
        .doesNotContainKeys("models_loras", "models_loras_fingerprint", "models_weights");
    assertThat(SettingsColumns.models(own.textureStages().get(0), own.fingerprints()))
        .containsKeys("models_loras", "models_embeddings_fingerprint");
  }

  @Test
  void whatIsReadAsItIsHasNoColumn() {
    SweepPlan plan = plan(config(""));
    assertThat(SettingsColumns.of(plan.trials().get(0), plan.fingerprints()).keySet())
        .noneMatch(SettingsColumns.checkpoint().values()::contains);
  }

  @Test
  void filesThatWereNotReadHaveNoFingerprint() {
    ModelSettings models = config(ADAPTED).models();
    assertThat(CheckpointColumns.of(models.checkpoint(), Fingerprints.NONE))
        .containsKeys("models_loras", "models_embeddings")
        .doesNotContainKeys("models_loras_fingerprint", "models_embeddings_fingerprint");
  }

  @Test
  void shortensEachFingerprint() {
    assertThat(SettingsColumns.shortened("0.5 %s, 1 %s".formatted(A, B), 4))
        .isEqualTo("0.5 a0a0, 1 b1b1");
    assertThat(SettingsColumns.shortened("0123abcd", 12)).isEqualTo("0123abcd");
  }
}
