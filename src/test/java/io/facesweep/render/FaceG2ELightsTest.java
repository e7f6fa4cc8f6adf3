package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaceG2ELightsTest {
  private static final int NORMALS = 20;

  /** Unit vectors [3, N]. */
  private static float[] normals() {
    SplittableRandom random = new SplittableRandom(7);
    float[] normals = new float[3 * NORMALS];
    for (int i = 0; i < NORMALS; i++) {
      double z = 2 * random.nextDouble() - 1;
      double turn = 2 * Math.PI * random.nextDouble();
      normals[i] = (float) (Math.sqrt(1 - z * z) * Math.cos(turn));
      normals[NORMALS + i] = (float) (Math.sqrt(1 - z * z) * Math.sin(turn));
      normals[2 * NORMALS + i] = (float) z;
    }
    return normals;
  }

  private static float[] shade(Tensor light, float[] normals) {
    return SphericalHarmonicsLight.shade(light, Tensor.of(normals, 3, normals.length / 3))
        .toFloats();
  }

  /** What a direction is shaded with, of one light. */
  private static double shade(int preset, double x, double y, double z) {
    float[] normal = {(float) x, (float) y, (float) z};
    return shade(FaceG2ELights.light(preset, 0), normal)[0];
  }

  /** By hand, of the coefficients and factors that its code has. */
  @Test
  void shadesAsFaceG2eDoes() {
    try (TensorScope scope = TensorScope.open()) {
      assertThat(shade(1, 0, 0, 1)).as("front").isCloseTo(0.8862 + 0.4431, within(1e-4));
      assertThat(shade(1, 0, 1, 0)).as("top").isCloseTo(0.8862 + 0.3545, within(1e-4));
      assertThat(shade(3, 0, 1, 0)).as("brighter top").isCloseTo(0.8862 + 0.709, within(1e-4));
      assertThat(shade(0, 1, 0, 0)).as("a side").isCloseTo(0.8862 + 0.8862, within(1e-4));
      assertThat(shade(2, 1, 0, 0)).as("the other side").isCloseTo(0, within(1e-4));
      double half = Math.sqrt(0.5);
      assertThat(shade(9, half, half, 0))
          .as("between side and top")
          .isCloseTo(0.8862 + 0.3545 * half + 0.9 * 2.4270 / 2, within(1e-4));
      assertThat(shade(15, 0, half, half))
          .as("between front and top")
          .isCloseTo(0.8862 + (0.3545 + 0.4431) * half + 0.7 * 2.4270 / 2, within(1e-4));
    }
  }

  @Test
  void thereIsALightForEachPresetAndNoOther() {
    try (TensorScope scope = TensorScope.open()) {
      for (int preset = 0; preset < LightPresets.COUNT; preset++) {
        assertThat(FaceG2ELights.light(preset, 0).toFloats()).hasSize(27);
      }
      assertThatThrownBy(() -> FaceG2ELights.light(-1, 0))
          .hasMessage("Invalid light preset: -1 (expected 0 to 15)");
    }
  }

  /** A light that is turned shades a normal that is turned with it as it did before. */
  @Test
  void anyLightTurnsAboutTheVertical() {
    try (TensorScope scope = TensorScope.open()) {
      SplittableRandom random = new SplittableRandom(3);
      double[] light = random.doubles(9, -1, 1).toArray();
      float[] normals = normals();
      for (double azimuth : new double[] {0, 33, -120, 360}) {
        float[] before = shade(white(light), normals);
        double cos = Math.cos(Math.toRadians(azimuth));
        double sin = Math.sin(Math.toRadians(azimuth));
        float[] turned = normals.clone();
        for (int i = 0; i < NORMALS; i++) {
          float x = normals[i];
          float z = normals[2 * NORMALS + i];
          turned[i] = (float) (x * cos + z * sin);
          turned[2 * NORMALS + i] = (float) (z * cos - x * sin);
        }
        float[] after = shade(white(SphericalHarmonicsLight.turned(light, azimuth)), turned);
        for (int i = 0; i < before.length; i++) {
          assertThat(after[i]).as("at %s degrees", azimuth).isCloseTo(before[i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void turnsAsThePresetsDo() {
    try (TensorScope scope = TensorScope.open()) {
      double[] front = new double[9];
      float[] preset = LightPresets.light(6, 0).toFloats();
      for (int i = 0; i < front.length; i++) {
        front[i] = preset[3 * i];
      }
      float[] expected = LightPresets.light(6, 50).toFloats();
      double[] turned = SphericalHarmonicsLight.turned(front, 50);
      for (int i = 0; i < turned.length; i++) {
        assertThat(turned[i]).isCloseTo(expected[3 * i], within(1e-6));
      }
    }
  }

  private static Tensor white(double[] light) {
    float[] all = new float[3 * light.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) light[i / 3];
    }
    return Tensor.of(all, light.length, 3);
  }
}
