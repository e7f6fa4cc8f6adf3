package io.facesweep.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateDictTest {
  @TempDir Path directory;
  private final TensorOwner owner = new TensorOwner();

  @AfterEach
  void free() {
    owner.close();
  }

  private Path file() {
    return directory.resolve("model.safetensors");
  }

  private StateDict load(Map<String, NamedArray> arrays, DType type) {
    SafetensorsWriter.write(file(), new LinkedHashMap<>(arrays), Map.of());
    return open(type);
  }

  private StateDict open(DType type) {
    return StateDict.load(CheckpointFiles.locate(directory, "model"), type, Device.CPU, owner);
  }

  private static NamedArray floats(float... values) {
    return NamedArray.float32(values, values.length);
  }

  @Test
  void givesWhatASourceMakesOnce() {
    try (TensorScope scope = TensorScope.open()) {
      StateDict made = StateDict.of((key, shape) -> Tensor.full(key.length(), shape)).at("a");
      Tensor tensor = made.take("b", 2, 3);
      assertThat(tensor.shape()).containsExactly(2, 3);
      assertThat(tensor.toFloats()).containsOnly(3);
      assertThat(made.has("b")).isFalse();
      assertThatThrownBy(() -> made.take("b", 2, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot take tensor 'a.b' a second time");
      made.finish();
    }
  }

  @Test
  void refusesATensorOfAnotherShapeFromASource() {
    try (TensorScope scope = TensorScope.open()) {
      StateDict made = StateDict.of((key, shape) -> Tensor.zeros(4));
      assertThatThrownBy(() -> made.take("b", 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid b: shape [4] (expected [2])");
    }
  }

  @Test
  void takesScopedTensorsAndFinishes() {
    StateDict weights =
        load(
            Map.of(
                "down.0.weight", NamedArray.float32(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                "down.0.bias", NamedArray.float16(new float[] {0.5f, -1}, 2),
                "ids", NamedArray.int64(new long[] {7, 8}, 1, 2),
                "buffer", floats(9)),
            DType.FLOAT32);
    StateDict block = weights.at("down").at("0");
    assertThat(block.has("weight")).isTrue();
    assertThat(block.has("ids")).isFalse();
    Tensor weight = block.take("weight", 2, 3);
    assertThat(weight.shape()).containsExactly(2, 3);
    assertThat(weight.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    Tensor bias = block.take("bias", 2);
    assertThat(bias.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(bias.toFloats()).containsExactly(0.5f, -1);
    Tensor ids = weights.take("ids", 1, 2);
    assertThat(ids.dtype()).isEqualTo(DType.INT64);
    assertThat(ids.toLongs()).containsExactly(7, 8);
    weights.ignore("buffer");
    weights.ignore("not.there");
    weights.finish();
    assertThat(weight.isOpen()).isTrue();
    owner.close();
    assertThat(weight.isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT16", "BFLOAT16", "FLOAT64"})
  void convertsEveryStoredFloatingTypeToTheComputeType(DType computeType) {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(-1.5).putFloat(-1.5f).putShort((short) 0xbe00).putShort((short) 0xbfc0);
    RawSafetensors.write(
        file(),
        """
        {"f64":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
         "f32":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
         "f16":{"dtype":"F16","shape":[1],"data_offsets":[12,14]},
         "bf16":{"dtype":"BF16","shape":[],"data_offsets":[14,16]}}""",
        data.array());
    StateDict weights = open(computeType);
    for (String key : new String[] {"f64", "f32", "f16"}) {
      Tensor tensor = weights.take(key, 1);
      assertThat(tensor.dtype()).isEqualTo(computeType);
      assertThat(tensor.toFloats()).containsExactly(-1.5f);
    }
    assertThat(weights.take("bf16").item()).isEqualTo(-1.5f);
    weights.finish();
  }

  @Test
  void keepsIntegerAndBooleanTypesAndEmptyTensors() {
    RawSafetensors.write(
        file(),
        """
        {"i32":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},
         "u8":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},
         "bool":{"dtype":"BOOL","shape":[1],"data_offsets":[5,6]},
         "none":{"dtype":"F32","shape":[0,3],"data_offsets":[6,6]}}""",
        new byte[] {-2, -1, -1, -1, (byte) 200, 1});
    StateDict weights = open(DType.FLOAT32);
    assertThat(weights.take("i32", 1).toLongs()).containsExactly(-2);
    assertThat(weights.take("u8", 1).toLongs()).containsExactly(200);
    assertThat(weights.take("bool", 1).dtype()).isEqualTo(DType.BOOL);
    assertThat(weights.take("none", 0, 3).size()).isZero();
    weights.finish();
  }

  @Test
  void takesAMatrixThatIsStoredAsAPointwiseConvolution() {
    StateDict weights =
        load(
            Map.of(
                "query.weight", NamedArray.float32(new float[] {1, 2, 3, 4}, 2, 2, 1, 1),
                "key.weight", NamedArray.float32(new float[] {5, 6, 7, 8}, 2, 2)),
            DType.FLOAT32);
    Tensor query = weights.takeMatrix("query.weight", 2, 2);
    assertThat(query.shape()).containsExactly(2, 2);
    assertThat(query.toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(weights.takeMatrix("key.weight", 2, 2).toFloats()).containsExactly(5, 6, 7, 8);
    weights.finish();
  }

  @Test
  void listsMissingMisshapedAndLeftOverTensorsInOneErrorAndFreesTheRest() {
    StateDict weights =
        load(
            Map.of(
                "good", floats(1),
                "bad", floats(1, 2),
                "old.weight", NamedArray.float32(new float[4], 2, 2, 1, 1),
                "extra", floats(1, 2, 3)),
            DType.FLOAT32);
    Tensor good = weights.take("good", 1);
    Tensor standIn = weights.take("bad", 2, 2);
    assertThat(standIn.shape()).containsExactly(2, 2);
    assertThat(standIn.toFloats()).containsOnly(0);
    assertThat(weights.take("gone", 3, 4).shape()).containsExactly(3, 4);
    weights.at("old").take("weight", 2, 2);
    assertThatThrownBy(weights::finish)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "Cannot use the weights in " + directory,
            "missing: gone [3, 4]",
            "shape differs: bad [2] (expected [2, 2]) in model.safetensors",
            "shape differs: old.weight [2, 2, 1, 1] (expected [2, 2]) in model.safetensors",
            "left over: extra [3] in model.safetensors")
        .hasMessageNotContaining("good");
    assertThat(good.isOpen()).isFalse();
    assertThat(standIn.isOpen()).isFalse();
    assertThat(owner.bytes()).isZero();
  }

  @Test
  void aHandfulOfManyLeftOverTensorsIsNamed() {
    Map<String, NamedArray> many = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      many.put("left\u001b[2J-" + i + "-" + "x".repeat(500), floats(1));
    }
    StateDict weights = load(many, DType.FLOAT32);
    assertThatThrownBy(weights::finish)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("left over: left?[2J-")
        .hasMessageContaining("and 2980 more")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(6000));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesWeightsThatAreNotFiniteAndFreesWhatWasTaken(float value) {
    StateDict weights = load(Map.of("ok", floats(1), "w", floats(1, value, 2)), DType.FLOAT32);
    Tensor taken = weights.take("ok", 1);
    assertThatThrownBy(() -> weights.take("w", 3))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use tensor 'w' of %s: 1 of its 3 values are NaN or infinite as FLOAT32",
            file());
    assertThat(taken.isOpen()).isFalse();
    assertThat(owner.bytes()).isZero();
  }

  @Test
  void refusesWeightsThatOverflowTheComputeType() {
    StateDict weights = load(Map.of("w", floats(1, 1e6f)), DType.FLOAT16);
    assertThatThrownBy(() -> weights.take("w", 2))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 of its 2 values are NaN or infinite as FLOAT16");
  }

  @Test
  void refusesTypesThatNoTensorHas() {
    RawSafetensors.write(
        file(), "{\"w\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]}}", new byte[1]);
    StateDict weights = open(DType.FLOAT32);
    assertThatThrownBy(() -> weights.take("w", 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use tensor 'w' of %s: its type is I8 (expected F64, F32, F16, BF16, I64, I32, U8 or BOOL)",
            file());
  }

  @Test
  void refusesAFileThatShrankSinceItsHeaderWasRead() {
    StateDict weights = load(Map.of("w", floats(1, 2)), DType.FLOAT32);
    RawSafetensors.writeBytes(file(), new byte[9]);
    assertThatThrownBy(() -> weights.take("w", 2))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read tensor 'w' of " + file());
  }

  @Test
  void takingATensorTwiceIsADefect() {
    StateDict weights = load(Map.of("a.b", floats(1)), DType.FLOAT32);
    weights.take("a.b", 1);
    assertThatThrownBy(() -> weights.at("a").take("b", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot take tensor 'a.b' a second time");
  }
}
