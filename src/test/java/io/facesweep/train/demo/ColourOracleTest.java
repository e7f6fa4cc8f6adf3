package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.facesweep.UserException;
import io.facesweep.face.FaceFile;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColourOracleTest {
  /** The standard recipe's views, at a size that is painted quickly. */
  private static final DemoRecipe RECIPE =
      RecipeFile.read(Path.of("conf/train-demo.conf"), Map.of("side", "64"));

  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final ColourOracle ORACLE = new ColourOracle(FACE, RECIPE);

  @Test
  void readsFrontViewsOfPaintedPeople() {
    assertThat(ORACLE.accuracy()).isBetween(0.9, 1.0);
  }

  @Test
  void readsTexturesOfCombinationsThatItHasNotLearnt() {
    TexturePainter painter = new TexturePainter(FACE, RECIPE.side());
    int right = 0;
    for (HeldOut out : HeldOut.all()) {
      ColourOracle.Reading reading =
          ORACLE.ofTexture(painter.paint(out.person(), new SplittableRandom(3)));
      right += reading.skin().equals(out.skin().word) ? 1 : 0;
      right += reading.hair().equals(out.hair().word) ? 1 : 0;
    }
    assertThat(right / (2.0 * HeldOut.all().size())).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void namesTheMostAlikeExampleWhereverItsPixelsAre() {
    ColourClassifier classifier = new ColourClassifier(new boolean[] {true, true, false, true});
    classifier.learn(picture(0.2f, 0.2f, 0.9f, 0.8f), "mixed");
    classifier.learn(picture(0.4f, 0.4f, 0.1f, 0.4f), "even");
    assertThat(classifier.name(picture(0.8f, 0.2f, 0.1f, 0.2f))).isEqualTo("mixed");
    assertThat(classifier.name(picture(0.5f, 0.5f, 0.9f, 0.4f))).isEqualTo("even");
  }

  @Test
  void isNotAskedAboutAnotherFace(@TempDir Path folder) {
    FaceModel other =
        FaceModel.builder("other", FACE.mean())
            .identity("wide", new float[3 * FACE.vertexCount()])
            .build();
    Path file = folder.resolve("other.safetensors");
    FaceFile.write(file, other);
    ModelSettings settings =
        new ModelSettings(
            Map.of(
                ModelRole.DIFFUSION,
                "src/test/resources/golden/sd15-like/model",
                ModelRole.FACE,
                file.toString()),
            Dtype.FLOAT32,
            Dtype.FLOAT32);
    try (LoadedModels models = LoadedModels.open(settings, Device.CPU)) {
      assertThatThrownBy(
              () -> new DistillationEvaluation(models, keys -> fail("not asked"), ORACLE, 1))
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "Cannot evaluate on face [0-9a-f]{12}: what the demo's words show is read off"
                  + " builtin:head");
    }
  }

  private static float[] picture(float... grey) {
    float[] picture = new float[3 * grey.length];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = grey[i % grey.length];
    }
    return picture;
  }
}
