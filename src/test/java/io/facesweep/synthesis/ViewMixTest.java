package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.config.TrialValues;
import io.facesweep.render.Camera;
import io.facesweep.settings.ViewSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ViewMixTest {
  private static final Path SCALARS =
      Path.of("src/test/resources/golden/sd15-like/fixtures/objectives.json");

  private static ViewSettings views(String settings) {
    return TrialValues.settings("views { " + settings + " }").views();
  }

  private static ViewMix mix(String settings, double azimuth, double elevation) {
    return ViewMix.of(Camera.orbit(azimuth, elevation, 0), views(settings));
  }

  private static double named(ViewMix mix, PromptView view) {
    return mix.named().stream()
        .filter(share -> share.view() == view)
        .mapToDouble(ViewMix.Share::weight)
        .sum();
  }

  /** The authors' shares and weights at 26 places. */
  @Test
  void sharesAndWeightsAreThoseOfTheReleasedCode() throws IOException {
    JsonObject scalars = JsonParser.parseString(Files.readString(SCALARS)).getAsJsonObject();
    List<JsonElement> rows = scalars.getAsJsonArray("perp_neg_table").asList();
    assertThat(rows).hasSize(26);
    for (JsonElement element : rows) {
      JsonObject row = element.getAsJsonObject();
      ViewMix mix =
          mix(
              "conditioning = perp-neg, overhead-angle = 60",
              row.get("azimuth_deg").getAsDouble(),
              row.get("elevation_deg").getAsDouble());
      int at = 0;
      for (JsonElement name : scalars.getAsJsonObject("perp_neg").getAsJsonArray("views_order")) {
        assertThat(named(mix, view(name)))
            .as("%s: %s", row, name)
            .isCloseTo(
                row.getAsJsonArray("positive_weights").get(at++).getAsDouble(), within(1e-9));
      }
      JsonArray weights = row.getAsJsonArray("negative_weights");
      for (int i = 0; i < weights.size(); i++) {
        if (mix.others().isEmpty()) {
          assertThat(weights.get(i).getAsDouble()).as("%s", row).isZero();
          continue;
        }
        ViewMix.Share other = mix.others().get(i);
        assertThat(other.view()).isEqualTo(view(row.getAsJsonArray("negative_views").get(i)));
        assertThat(other.weight())
            .as("%s", row)
            .isCloseTo(weights.get(i).getAsDouble(), within(1e-9));
      }
    }
  }

  private static PromptView view(JsonElement name) {
    return PromptView.valueOf(name.getAsString().toUpperCase(Locale.ROOT));
  }

  @Test
  void asksForNoOtherViewsUnlessByPerpNeg() {
    for (String conditioning : List.of("none", "suffix", "interpolated")) {
      assertThat(mix("conditioning = " + conditioning, 30, 0).others()).isEmpty();
    }
    assertThat(mix("conditioning = none", 30, 0)).isEqualTo(ViewMix.NONE);
    assertThat(mix("conditioning = suffix", 30, 0).named())
        .containsExactly(new ViewMix.Share(PromptView.FRONT, 1));
    assertThat(mix("conditioning = interpolated", 30, 0).named())
        .isEqualTo(mix("conditioning = perp-neg", 30, 0).named());
  }

  @Test
  void isTheSameToBothHandsAndInEveryTurn() {
    ViewMix mix = mix("conditioning = perp-neg", 70, 0);
    for (double azimuth : new double[] {-70, 290, 430, -290}) {
      assertThat(mix("conditioning = perp-neg", azimuth, 0)).isEqualTo(mix);
    }
    assertThat(mix.main()).isEqualTo(PromptView.SIDE);
  }

  @Test
  void aViewThatIsAllOfItStandsAlone() {
    for (double azimuth : new double[] {0, 90, 180}) {
      assertThat(mix("conditioning = interpolated", azimuth, 0).named()).hasSize(1);
    }
  }

  @Test
  void theWeightIsAFactor() {
    List<ViewMix.Share> usual = mix("conditioning = perp-neg", 30, 0).others();
    List<ViewMix.Share> twice = mix("conditioning = perp-neg, perp-neg-weight = 2", 30, 0).others();
    for (int i = 0; i < usual.size(); i++) {
      assertThat(usual.get(i).weight()).isNegative();
      assertThat(twice.get(i).weight()).isEqualTo(2 * usual.get(i).weight());
    }
  }

  @Test
  void namesAllViewsThatPromptsCanHave() {
    assertThat(ViewMix.all(views("conditioning = none"))).containsExactly(PromptView.NONE);
    assertThat(ViewMix.all(views("conditioning = perp-neg")))
        .containsExactly(PromptView.FRONT, PromptView.SIDE, PromptView.BACK);
    assertThat(ViewMix.all(views("overhead-angle = 60"))).contains(PromptView.OVERHEAD);
  }
}
