package io.facesweep.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReducedFloatsTest {
  /** The definition of binary16 in doubles. */
  private static float definition(int bits) {
    int exponent = bits >> 10 & 31;
    double fraction = bits & 1023;
    double magnitude =
        exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024) * Math.pow(2, exponent - 15);
    if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }

  @Test
  void decodesAll65536HalfsAndEncodesThemBack() {
    for (int bits = 0; bits < 65536; bits++) {
      float value = ReducedFloats.fromHalf((short) bits);
      assertThat(Float.compare(value, definition(bits))).isZero();
      if (!Float.isNaN(value)) {
        assertThat(ReducedFloats.toHalf(value) & 0xffff).isEqualTo(bits);
      } else {
        assertThat(ReducedFloats.fromHalf(ReducedFloats.toHalf(value))).isNaN();
      }
    }
  }

  @Test
  void roundsToNearestWithTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = definition(bits);
      float high = definition(bits + 1);
      float middle = (low + high) / 2;
      int even = (bits & 1) == 0 ? bits : bits + 1;
      assertThat(ReducedFloats.toHalf(middle)).isEqualTo((short) even);
      assertThat(ReducedFloats.toHalf(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(ReducedFloats.toHalf(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
    }
    assertThat(ReducedFloats.toHalf(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(ReducedFloats.toHalf(-65520f)).isEqualTo((short) 0xfc00);
    assertThat(ReducedFloats.toHalf(Float.MIN_VALUE)).isZero();
  }

  @Test
  void decodesBfloat16AsTheUpperHalfOfFloat32() {
    assertThat(ReducedFloats.fromBfloat16((short) 0x3f80)).isEqualTo(1f);
    assertThat(ReducedFloats.fromBfloat16((short) 0xc049)).isEqualTo(-3.140625f);
    assertThat(ReducedFloats.fromBfloat16((short) 0x7fc0)).isNaN();
  }
}
