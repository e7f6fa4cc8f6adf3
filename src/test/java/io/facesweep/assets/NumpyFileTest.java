package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NumpyFileTest {
  @Test
  void writesArraysAsNumpyReadsThem() {
    byte[] file = NumpyFile.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat(file.length).isEqualTo(128 + 24);
    assertThat(new String(file, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
    assertThat(new String(file, 10, 117, StandardCharsets.US_ASCII).strip())
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3,), }");
    assertThat(file[127]).isEqualTo((byte) '\n');
    ByteBuffer values = ByteBuffer.wrap(file, 128, 24).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(values.getFloat(128 + 20)).isEqualTo(6);
    assertThatThrownBy(() -> NumpyFile.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid array: 5 values for shape [2, 3]");
  }
}
