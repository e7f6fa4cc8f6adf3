package io.facesweep.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("x.safetensors");
  }

  private void refuses(String header, int dataBytes, String... parts) {
    RawSafetensors.write(file, header, new byte[dataBytes]);
    refusesFile(parts);
  }

  private void refusesFile(String... parts) {
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsTensorsMetadataAndScalarsOfAHandWrittenFile() {
    String header =
        """
        {"__metadata__":{"format":"pt"},
         "b":{"shape":[2,1],"data_offsets":[4,12],"dtype":"F32"},
         "a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
         "none":{"dtype":"I64","shape":[3,0],"data_offsets":[12,12]}}  """;
    RawSafetensors.write(file, header, RawSafetensors.floats(1.5f, -2f, 3f));
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(opened.entries())
          .extracting(SafetensorsFile.Entry::name)
          .containsExactly("a", "b", "none");
      assertThat(opened.entry("b").shape()).containsExactly(2, 1);
      assertThat(opened.entry("b").begin()).isEqualTo(opened.dataStart() + 4);
      assertThat(opened.floats("a")).containsExactly(1.5f);
      assertThat(opened.floats("b")).containsExactly(-2f, 3f);
      assertThat(opened.longs("none")).isEmpty();
      assertThat(opened.has("c")).isFalse();
      assertThatThrownBy(() -> opened.floats("c"))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot find tensor 'c' in %s: it holds 3 others", file);
    }
  }

  @Test
  void readsEveryTypeThatItKnows() {
    StringBuilder header = new StringBuilder("{");
    ByteBuffer data = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    for (StoredType type : StoredType.values()) {
      int begin = data.position();
      switch (type) {
        case F64 -> data.putDouble(1.25);
        case I64 -> data.putLong(-5_000_000_000L);
        case F32 -> data.putFloat(1.25f);
        case I32 -> data.putInt(-7);
        case F16 -> data.putShort((short) 0x3d00);
        case BF16 -> data.putShort((short) 0x3fa0);
        case I16 -> data.putShort((short) -8);
        case U8 -> data.put((byte) 200);
        case I8 -> data.put((byte) -9);
        case BOOL -> data.put((byte) 1);
      }
      header.append(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[%d,%d]},"
              .formatted(type, type, begin, data.position()));
    }
    header.setCharAt(header.length() - 1, '}');
    byte[] used = new byte[data.position()];
    data.flip().get(used);
    RawSafetensors.write(file, header.toString(), used);
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      for (String name : new String[] {"F64", "F32", "F16", "BF16"}) {
        assertThat(opened.floats(name)).containsExactly(1.25f);
      }
      assertThat(opened.longs("I64")).containsExactly(-5_000_000_000L);
      assertThat(opened.longs("I32")).containsExactly(-7);
      assertThat(opened.longs("I16")).containsExactly(-8);
      assertThat(opened.longs("U8")).containsExactly(200);
      assertThat(opened.longs("I8")).containsExactly(-9);
      assertThat(opened.longs("BOOL")).containsExactly(1);
      assertThatThrownBy(() -> opened.floats("I32"))
          .hasMessage(
              "Cannot read tensor 'I32' of %s: its type is I32 (expected F64, F32, F16 or BF16)",
              file);
      assertThatThrownBy(() -> opened.longs("BF16"))
          .hasMessageContaining("its type is BF16 (expected I64, I32, I16, I8, U8 or BOOL)");
    }
  }

  @Test
  void readsBytesIntoABufferWholeAndInPieces() {
    RawSafetensors.write(
        file,
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        RawSafetensors.floats(1, 2, 3));
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      SafetensorsFile.Entry entry = opened.entry("a");
      assertThat(entry.elements()).isEqualTo(3);
      ByteBuffer whole = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
      opened.readInto(entry, whole);
      assertThat(whole.position()).isEqualTo(12);
      assertThat(whole.getFloat(8)).isEqualTo(3f);
      ByteBuffer piece = ByteBuffer.allocateDirect(4).order(ByteOrder.LITTLE_ENDIAN);
      opened.readInto(entry, 4, piece);
      assertThat(piece.getFloat(0)).isEqualTo(2f);
      assertThatThrownBy(() -> opened.readInto(entry, ByteBuffer.allocate(8)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot read tensor 'a': 12 bytes into a buffer with room for 8");
      assertThatThrownBy(() -> opened.readInto(entry, 8, ByteBuffer.allocate(8)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot read tensor 'a': 8 bytes at 8 of 12");
    }
  }

  @Test
  void refusesAFileThatShrankAfterItWasOpened() throws IOException {
    RawSafetensors.write(
        file,
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        RawSafetensors.floats(1, 2, 3));
    try (SafetensorsFile opened = SafetensorsFile.open(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(file) - 4);
      assertThatThrownBy(() -> opened.floats("a"))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("Cannot read tensor 'a' of " + file)
          .hasMessageContaining("the file ends at byte");
    }
  }

  @Test
  void refusesAMissingFile() {
    refusesFile("Cannot read", "there is no such file");
  }

  @Test
  void refusesAFileThatIsTooShort() {
    RawSafetensors.writeBytes(file, new byte[7]);
    refusesFile("7 bytes are too few for a safetensors file (expected at least 8)");
  }

  @Test
  void refusesAHeaderLongerThanTheFile() {
    RawSafetensors.write(file, 3_000, "{}".getBytes(UTF_8), new byte[0]);
    refusesFile(
        "its header claims 3000 bytes, longer than the file of 10 bytes; the file is truncated");
  }

  @ParameterizedTest
  @CsvSource({"-1,18446744073709551615", "100000001,100000001"})
  void refusesAnAbsurdHeaderLength(long length, String shown) {
    RawSafetensors.write(file, length, "{}".getBytes(UTF_8), new byte[0]);
    refusesFile("its header claims " + shown + " bytes (expected at most 100000000)");
  }

  @Test
  void refusesAHeaderThatIsNotAnObject() {
    refuses("[]", 0, "its header does not begin with '{'");
    refuses("", 0, "its header does not begin with '{'");
  }

  @Test
  void refusesAHeaderThatIsNotStrictJson() {
    refuses("{\"a\":", 0, "the header of", "the JSON ends too early");
    refuses("{'a':1}", 0, "not valid JSON");
    refuses("{}{}", 0, "not valid JSON");
    refuses("{\"a\" 1}", 0, "not valid JSON");
    RawSafetensors.write(file, new byte[] {'{', '"', (byte) 0xc3, '"', '}'}, new byte[0]);
    refusesFile("not UTF-8 text");
  }

  @Test
  void refusesATruncatedFile() {
    refuses(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        8,
        "its data have 8 bytes and should have 12, for tensor w: it is truncated (download or copy"
            + " it again), or its data_offsets are out of range");
    refuses(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},"
            + "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}",
        8,
        "its data have 8 bytes and should have 16, for tensor w and 1 more: it is truncated");
  }

  @Test
  void refusesOverlappingTensors() {
    refuses(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        12,
        "tensor 'b' overlaps tensor 'a'");
  }

  @Test
  void refusesGapsAndTrailingBytes() {
    refuses(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        12,
        "tensor 'a' leaves a gap of 4 bytes after the header",
        "4 bytes follow tensor 'a' and belong to no tensor");
  }

  @Test
  void refusesABytecountThatIsNotTheShapes() {
    refuses(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,12]}}",
        12,
        "tensor 'a' has 12 bytes, which is not its shape [2, 2] times the size of F32");
    refuses(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        0,
        "which is not its shape [4294967296, 4294967296]");
  }

  @Test
  void refusesAnUnknownType() {
    refuses(
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        1,
        "tensor 'a' has the unknown dtype 'F8_E4M3' (expected one of F64, I64, F32");
  }

  @Test
  void refusesEachMalformedEntryAndListsThemTogether() {
    refuses(
        """
        {"a":7,
         "b":{"dtype":"F32","shape":[1]},
         "c":{"dtype":1,"shape":{},"data_offsets":[0,4]},
         "d":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]},
         "e":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]},
         "f":{"dtype":"F32","shape":[1],"data_offsets":[4,0]},
         "g":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":[[1]]},
         "h":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]},
         "i":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]},
         "j":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]},
         "k":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
         "k":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
         "__metadata__":{"x":1,"y":"2","y":"3"}}""",
        4,
        "tensor 'a' is not an object",
        "tensor 'b' lacks dtype, shape or data_offsets",
        "tensor 'c' has a dtype that is not a string",
        "tensor 'c' has shape that is not a list",
        "tensor 'd' has shape that are not whole numbers of at least 0",
        "tensor 'e' has shape that are not whole numbers",
        "tensor 'f' has data_offsets [4, 0] (expected begin and end)",
        "tensor 'g' has an unknown field 'extra'",
        "tensor 'h' has its dtype twice",
        "tensor 'i' has shape that are not whole numbers",
        "tensor 'j' has data_offsets that are not whole numbers",
        "tensor 'k' stands twice in the header",
        "__metadata__ 'x' is not a string",
        "__metadata__ 'y' stands twice");
  }

  @Test
  void namesAtMost200Problems() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 205; i++) {
      header.append("\"t%d\":0,".formatted(i));
    }
    header.setCharAt(header.length() - 1, '}');
    refuses(header.toString(), 0, "tensor 't19' is not an object", "and 185 more");
  }
}
