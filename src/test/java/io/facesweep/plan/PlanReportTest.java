package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.settings.AnalysisSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanReportTest {
  private static final SweepPlan PLAN =
      Plans.plan(
          """
          sweep {
            prompts = [a, b, c], seeds = [0, 1]
            axes {
              view-dependent-prompts = [true, false]
              texture.depth-control = [true, false]
            }
            exclude = [{ view-dependent-prompts = false, texture.depth-control = true }]
            baseline { texture.depth-control = false }
          }
          """);
  private static final CostModel NOTHING = CostModel.learn(List.of());

  @Test
  void textIsAlignedAndSaysThatNothingIsTimed() {
    assertThat(PlanText.write(PlanReport.of(PLAN, Set.of(), 8, NOTHING)))
        .isEqualTo(
            """
            Sweep tiny: 18 trials = 3 prompts x 3 combinations x 2 seeds; 1 combination excluded

            Factor                  Levels
            view-dependent-prompts  true* (12), false (6)
            texture.depth-control   true (6), false* (12)
            * baseline; in brackets the trials at each level

            Design full:
              each level against the baseline, over all levels of the other factors, and how any two factors change each other

            Stage     Trials  Unique  Done  To run  Batches  Of up to  Device time
            geometry      18      12     0      12        2         6  no timings yet
            texture       18      18     0      18        3         6  no timings yet

            Sharing saves 6 of 36 phase runs (16.7 %).
            No timings yet: the cost is known after the first batches have run.
            """);
  }

  @Test
  void textSaysWhatIsDoneAndWhatItCosts() {
    Stage first = PLAN.geometryStages().get(0);
    CostModel costs = CostModel.learn(List.of(new Timing(first.shape(), 8, 80)));
    // 11 of 80 s * 1.5 / 8.5, where half a stage is done once for all of a batch
    String text =
        PlanText.write(
            PlanReport.of(PLAN, Set.of(first.id(), PLAN.textureStages().get(0).id()), 1, costs));
    assertThat(text)
        .contains("geometry      18      12     1      11       11         1  2 min 35 s")
        .contains("\nDevice time left: ")
        .contains(" on one device; a rough guess for 17 batches of shapes not timed yet.\n");
  }

  @Test
  void aSweepWithoutAxesHasNoFactors() {
    assertThat(PlanText.write(PlanReport.of(Plans.plan(""), Set.of(), 8, NOTHING)))
        .startsWith("Sweep tiny: 1 trial = 1 prompt x 1 combination x 1 seed\n\nStage ")
        .contains("Sharing saves 0 of 2 phase runs (0.0 %).");
  }

  @Test
  void jsonHasTheSameNumbers() {
    Stage first = PLAN.geometryStages().get(0);
    JsonObject json =
        JsonParser.parseString(
                PlanJson.write(PlanReport.of(PLAN, Set.of(first.id()), 8, NOTHING), power()))
            .getAsJsonObject();
    assertThat(json.get("sweep").getAsString()).isEqualTo("tiny");
    assertThat(json.get("trials").getAsInt()).isEqualTo(18);
    assertThat(json.get("combinations").getAsInt()).isEqualTo(3);
    assertThat(json.get("excluded").getAsInt()).isEqualTo(1);
    assertThat(json.get("phases").getAsInt()).isEqualTo(36);
    assertThat(json.get("phases_saved_by_sharing").getAsInt()).isEqualTo(6);
    assertThat(json.get("seconds").isJsonNull()).isTrue();
    assertThat(json.getAsJsonObject("factors").get("texture.depth-control").toString())
        .isEqualTo("{\"levels\":{\"true\":6,\"false\":12},\"baseline\":\"false\"}");
    assertThat(json.getAsJsonObject("stages").get("geometry").toString())
        .isEqualTo(
            "{\"phases\":18,\"unique\":12,\"finished\":1,\"left\":11,\"batches\":2,\"largest_batch\":6,\"seconds\":null,\"extrapolated_batches\":0}");
    JsonObject timed =
        JsonParser.parseString(
                PlanJson.write(
                    PlanReport.of(
                        PLAN,
                        Set.of(),
                        12,
                        CostModel.learn(List.of(new Timing(first.shape(), 12, 30.5)))),
                    power()))
            .getAsJsonObject();
    assertThat(
            timed
                .getAsJsonObject("stages")
                .getAsJsonObject("geometry")
                .get("seconds")
                .getAsDouble())
        .isEqualTo(30.5);
    assertThat(timed.get("seconds").getAsDouble()).isGreaterThan(30.5);
  }

  @Test
  void durationsAreSaidAsPeopleSayThem() {
    assertThat(PlanText.duration(null)).isEqualTo("no timings yet");
    assertThat(PlanText.duration(4.26)).isEqualTo("4.3 s");
    assertThat(PlanText.duration(59.4)).isEqualTo("59 s");
    assertThat(PlanText.duration(59.6)).isEqualTo("1 min 00 s");
    assertThat(PlanText.duration(3599.4)).isEqualTo("59 min 59 s");
    assertThat(PlanText.duration(7260.0)).isEqualTo("2 h 01 min");
  }

  private static PowerReport power() {
    return PowerReport.of(PLAN, AnalysisSettings.DEFAULT, List.of(), Map.of());
  }
}
