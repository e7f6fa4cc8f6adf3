package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.config.SampleValues;
import io.facesweep.config.TrialValues;
import io.facesweep.settings.Setting.Shapes;
import io.facesweep.store.SettingsColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BatchKeyTest {
  /** With these every setting of both phases counts. */
  private static final String EVERYTHING =
      """
      geometry.render = mix
      texture { depth-control = true, prior = texture-unet, prior-yuv = true, latent-steps = 50 }
      """;

  @Test
  void aPhaseLooksAtItsOwnSettings() {
    TrialSettings plain = TrialValues.settings("");
    TrialSettings other = TrialValues.settings("texture.steps = 500");
    assertThat(BatchKey.geometry(other)).isEqualTo(BatchKey.geometry(plain));
    assertThat(BatchKey.texture(plain).differences(BatchKey.texture(other)))
        .containsExactly("texture.steps (400 and 500)");
    assertThat(BatchKey.of(plain).differences(BatchKey.of(other)))
        .containsExactly("texture.steps (400 and 500)");
  }

  @Test
  void whatDecidesWhichNetsRunAndOnWhatIsInTheKeyAndNothingElse() {
    assertThat(parting(true))
        .containsExactly(
            "geometry.control.canny.on",
            "geometry.control.landmarks.on",
            "geometry.control.normal.frame",
            "geometry.control.normal.on",
            "geometry.depth-control",
            "geometry.encode-resolution",
            "geometry.guidance.csd.negative-weight",
            "geometry.guidance.csd.negative-weight-end",
            "geometry.guidance.ism.controlled-inversion",
            "geometry.guidance.ism.inversion-steps",
            "geometry.guidance.ism.stride",
            "geometry.guidance.objective",
            "geometry.guidance.objective-switch",
            "geometry.guidance.pixel-clip",
            "geometry.guidance.sdi.inversion-steps",
            "geometry.guidance.second-objective",
            "geometry.normal-frame",
            "geometry.optimizer.kind",
            "geometry.render",
            "geometry.resolution",
            "geometry.steps",
            "guidance.csd.negative-weight",
            "guidance.csd.negative-weight-end",
            "guidance.ism.controlled-inversion",
            "guidance.ism.inversion-steps",
            "guidance.ism.stride",
            "guidance.objective",
            "guidance.objective-switch",
            "guidance.pixel-clip",
            "guidance.sdi.inversion-steps",
            "guidance.second-objective");
    assertThat(parting(false))
        .containsExactly(
            "guidance.csd.negative-weight",
            "guidance.csd.negative-weight-end",
            "guidance.ism.controlled-inversion",
            "guidance.ism.inversion-steps",
            "guidance.ism.stride",
            "guidance.objective",
            "guidance.objective-switch",
            "guidance.pixel-clip",
            "guidance.sdi.inversion-steps",
            "guidance.second-objective",
            "phases",
            "texture.control.canny.on",
            "texture.control.landmarks.on",
            "texture.control.normal.frame",
            "texture.control.normal.on",
            "texture.depth-control",
            "texture.encode-resolution",
            "texture.guidance.csd.negative-weight",
            "texture.guidance.csd.negative-weight-end",
            "texture.guidance.ism.controlled-inversion",
            "texture.guidance.ism.inversion-steps",
            "texture.guidance.ism.stride",
            "texture.guidance.objective",
            "texture.guidance.objective-switch",
            "texture.guidance.pixel-clip",
            "texture.guidance.sdi.inversion-steps",
            "texture.guidance.second-objective",
            "texture.latent-background",
            "texture.latent-steps",
            "texture.optimizer.kind",
            "texture.parameter",
            "texture.prior",
            "texture.prior-space",
            "texture.prior-yuv",
            "texture.render-resolution",
            "texture.resolution",
            "texture.smoothness-weight",
            "texture.steps",
            "texture.symmetry-weight",
            "texture.wrap");
  }

  /** The keys whose other values make another batch. */
  private static TreeSet<String> parting(boolean isGeometry) {
    TreeSet<String> parting = new TreeSet<>();
    for (String key : SampleValues.all().keySet()) {
      String given = EVERYTHING + SampleValues.gate(key);
      TrialSettings base = TrialValues.settings(given);
      String value =
          switch (key) {
            case "texture.prior" -> "none";
            case "texture.depth-control", "texture.prior-yuv" -> "false";
            case "geometry.render" -> "normal";
            default -> SampleValues.of(key);
          };
      TrialSettings other = TrialValues.settings(given + key + " = " + value);
      if (!key(other, isGeometry).equals(key(base, isGeometry))) {
        parting.add(key);
      }
    }
    return parting;
  }

  private static BatchKey key(TrialSettings trial, boolean isGeometry) {
    return isGeometry ? BatchKey.geometry(trial) : BatchKey.texture(trial);
  }

  @Test
  void workGrowsWithThePredictionsOfTheObjective() {
    double sds = work("");
    assertThat(work("guidance.objective = bridge")).isEqualTo(sds);
    assertThat(work("guidance.objective = csd")).isEqualTo(sds);
    double three = work("guidance.objective = nfsd");
    assertThat(three).isGreaterThan(sds);
    assertThat(work("guidance { objective = csd, csd.negative-weight-end = 0.5 }"))
        .isEqualTo(three);
    assertThat(work("guidance.objective = asd")).isEqualTo(three);
    // At t = 500 ISM's inversion has 4 points, and SDI's 6 with both texts.
    assertThat(work("guidance.objective = ism") - sds).isEqualTo(4 * (three - sds));
    assertThat(work("guidance.objective = sdi") - sds).isEqualTo(12 * (three - sds));
    assertThat(work("texture.guidance { objective-switch = 200, second-objective = nfsd }") - sds)
        .isEqualTo((three - sds) / 2);
  }

  /** Two other views, whose prompts no other conditioning has predictions of. */
  @Test
  void workGrowsWithTheViewsThatPerpNegLeavesOut() {
    double sds = work("");
    double one = work("guidance.objective = nfsd") - sds;
    for (String objective : List.of("sds", "csd", "nfsd", "ism", "asd")) {
      String own = "guidance.objective = " + objective + "\n";
      assertThat(work(own + "views.conditioning = perp-neg") - work(own))
          .as(objective)
          .isEqualTo(2 * one);
      assertThat(work(own + "views.conditioning = interpolated"))
          .as(objective)
          .isEqualTo(work(own));
    }
    double geometry = geometryWork("guidance.objective = nfsd") - geometryWork("");
    assertThat(geometryWork("views.conditioning = perp-neg") - geometryWork(""))
        .isEqualTo(2 * geometry);
    assertThat(work("views.conditioning = perp-neg, view-dependent-prompts = false"))
        .isEqualTo(sds);
  }

  @Test
  void perpNegHasBatchesOfItsOwnAndOtherConditioningsShareThem() {
    BatchKey suffix = BatchKey.texture(TrialValues.settings(""));
    for (String same :
        List.of(
            "views.conditioning = none",
            "views.conditioning = interpolated",
            "view-dependent-prompts = false")) {
      assertThat(BatchKey.texture(TrialValues.settings(same))).as(same).isEqualTo(suffix);
    }
    BatchKey perpNeg = BatchKey.texture(TrialValues.settings("views.conditioning = perp-neg"));
    assertThat(suffix.differences(perpNeg))
        .containsExactly("views.conditioning (none and perp-neg)");
  }

  @Test
  void workGrowsWithEveryControl() {
    double plain = geometryWork("");
    double one = geometryWork("geometry.depth-control = true");
    assertThat(one).isGreaterThan(plain);
    assertThat(geometryWork("geometry { depth-control = true, control.landmarks.on = true }") - one)
        .isCloseTo(one - plain, within(1e-6 * one));
    assertThat(geometryWork("texture.depth-control = true")).isEqualTo(plain);
    assertThat(work("texture.control { normal.on = true, canny.on = true }") - work(""))
        .isCloseTo(2 * (work("texture.depth-control = true") - work("")), within(1.0));
  }

  private static double geometryWork(String settings) {
    return BatchKey.geometry(TrialValues.settings(settings)).work();
  }

  private static double work(String settings) {
    return BatchKey.texture(TrialValues.settings(settings)).work();
  }

  @Test
  void columnsOfOlderRecordsHaveTheDefaultsOfLaterSettings() {
    Map<String, Object> columns = new HashMap<>(SettingsColumns.of(TrialValues.defaults()));
    columns.keySet().removeIf(column -> column.contains("objective"));
    assertThat(BatchKey.texture(BatchKey.ofColumns(columns)))
        .isEqualTo(BatchKey.texture(TrialValues.defaults()));
  }

  @Test
  void weightsPartBatchesOnlyByBeingOnOrOff() {
    BatchKey off = BatchKey.texture(TrialValues.settings(""));
    BatchKey on = BatchKey.texture(TrialValues.settings("texture.symmetry-weight = 1"));
    assertThat(BatchKey.texture(TrialValues.settings("texture.symmetry-weight = 7")))
        .isEqualTo(on)
        .isNotEqualTo(off);
  }

  @Test
  void settingsThatDoNotCountDoNotShape() {
    BatchKey plain = BatchKey.texture(TrialValues.settings(""));
    assertThat(BatchKey.texture(TrialValues.settings("texture.prior-yuv = true"))).isEqualTo(plain);
    BatchKey joint = BatchKey.texture(TrialValues.settings("phases = joint"));
    assertThat(joint).isNotEqualTo(plain);
    assertThat(BatchKey.texture(TrialValues.settings("phases = joint, texture.latent-steps = 9")))
        .isEqualTo(joint);
    assertThat(BatchKey.texture(TrialValues.settings("phases = joint, geometry.steps = 9")))
        .isNotEqualTo(joint);
    assertThat(
            BatchKey.texture(
                TrialValues.settings("phases = joint, geometry.optimizer.kind = adan")))
        .isNotEqualTo(joint);
  }

  @Test
  void theColumnsOfARecordGiveTheSameKey() {
    for (String text :
        List.of(
            "",
            EVERYTHING,
            "phases = joint",
            "texture.wrap = true",
            "views.conditioning = perp-neg")) {
      TrialSettings trial = TrialValues.settings(text);
      Map<String, Object> columns = SettingsColumns.of(trial);
      TrialSettings read = BatchKey.ofColumns(columns);
      assertThat(BatchKey.geometry(read)).as(text).isEqualTo(BatchKey.geometry(trial));
      assertThat(BatchKey.texture(read)).as(text).isEqualTo(BatchKey.texture(trial));
      assertThat(BatchKey.texture(read).work()).isPositive();
    }
  }

  @Test
  void columnsThatAreMissingOrOfAnotherTypeAreRefused() {
    Map<String, Object> columns = new HashMap<>(SettingsColumns.of(TrialValues.defaults()));
    columns.put("texture_prior", "another");
    assertThatThrownBy(() -> BatchKey.ofColumns(columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid texture_prior: another (expected a value of it)");
    columns.remove("texture_prior");
    assertThatThrownBy(() -> BatchKey.ofColumns(columns))
        .hasMessage("Invalid texture_prior: null (expected a value of it)");
  }

  /** A key is made anew from columns that hold nothing else. */
  @Test
  void whatShapesIsGatedByWhatShapes() {
    List<String> wrong = new ArrayList<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      if (declared.setting().shapes() != Shapes.NOT) {
        declared.gates().stream()
            .filter(gate -> gate.setting().shapes() == Shapes.NOT)
            .forEach(gate -> wrong.add(declared + " by " + gate));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void saysWhatItIsMadeOf() {
    assertThat(BatchKey.geometry(TrialValues.defaults()))
        .hasToString(
            "BatchKey[phases = geometry-only, geometry.steps = 200, geometry.guidance.objective ="
                + " sds, geometry.guidance.objective-switch = 0, geometry.guidance.pixel-clip = 0,"
                + " geometry.optimizer.kind = adam, geometry.render = grey, geometry.resolution ="
                + " 224, geometry.encode-resolution = 512, geometry.depth-control = false,"
                + " geometry.control.normal.on = false, geometry.control.landmarks.on = false,"
                + " geometry.control.canny.on = false]");
  }
}
