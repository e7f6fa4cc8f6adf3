package io.facesweep.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchZipTest {
  private static final Path FILES = Path.of("src", "test", "resources", "golden", "torch-zip");

  @TempDir Path directory;

  private static byte[] bytes(StoredTensor tensor) {
    ByteBuffer buffer = ByteBuffer.allocate((int) tensor.bytes());
    tensor.readInto(buffer);
    return buffer.array();
  }

  @Test
  void readsViewsOfSharedStoragesAsTorchDoes() {
    Map<String, StoredTensor> actual = WeightFile.open(FILES.resolve("views.bin")).tensors();
    Map<String, StoredTensor> expected =
        WeightFile.open(FILES.resolve("views.expected.safetensors")).tensors();
    assertThat(new TreeSet<>(actual.keySet())).isEqualTo(new TreeSet<>(expected.keySet()));
    expected.forEach(
        (name, tensor) -> {
          assertThat(actual.get(name).type()).as(name).isEqualTo(tensor.type());
          assertThat(actual.get(name).shape()).as(name).isEqualTo(tensor.shape());
          assertThat(bytes(actual.get(name))).as(name).isEqualTo(bytes(tensor));
        });
  }

  @Test
  void readsPartsOfATensor() {
    StoredTensor weight =
        WeightFile.open(FILES.resolve("handwritten-ok.bin")).tensors().get("weight");
    assertThat(weight.floats()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(weight.rows(1, 2).named("last").floats()).containsExactly(3, 4, 5);
    assertThat(weight.hasShape(2, 3)).isTrue();
  }

  @Test
  void passesOverAClassThatIsNamedButNotCalled() {
    assertThat(WeightFile.open(FILES.resolve("foreign-class-as-key.ckpt")).tensors())
        .containsOnlyKeys("weight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foreign-function.bin | its pickle is refused: it has a call of os.getcwd",
        "foreign-eval.bin | it has a call of builtins.eval",
        "whole-module.bin | it has the instruction 0x81 at byte",
        "foreign-inst.bin | it has the instruction 0x69 at byte",
        "foreign-stack-global.bin | it has a call of posix.getpid",
        "oversize-shape.bin | of shape [1048576, 1048576], strides [1048576, 1], from element 0, which is not inside its storage of 6",
        "oversize-storage.bin | a storage '0' of 1099511627776 elements of F32 in a record of 24 bytes",
        "overflow-shape.bin | which is not inside its storage of 6",
        "offset-past-end.bin | from element 5, which is not inside its storage of 6",
        "negative-offset.bin | from element -1, which is not inside",
        "negative-size.bin | of shape [-2, 3]",
        "negative-stride.bin | strides [3, -1]",
        "short-record.bin | a storage '0' of 6 elements of F32 in a record of 20 bytes",
        "missing-record.bin | a storage '7' without a record in the archive",
        "path-key.bin | a storage '../../../etc/passwd' without a record",
        "unknown-storage.bin | a storage of torch.FancyStorage, which is not known",
        "huge-string.bin | an instruction that claims 4611686018427387904 bytes",
        "deep-nesting.bin | it holds no tensors by name (expected a state dict)",
        "stack-underflow.bin | an instruction without a value to work on",
        "no-stop.bin | it has no end",
        "two-pickles.bin | the record 'archive/data.pkl' is in it twice",
        "truncated.bin | it is a zip archive without its end; it is truncated",
        "truncated-tail.bin | it is a zip archive without its end; it is truncated",
        "empty.bin | it is empty",
        "html.bin | it is a web page, not weights (download the file itself)",
        "lfs-pointer.bin | it is a pointer of Git LFS, not the file itself (run git lfs pull)",
        "legacy-nonzip.bin | it is in the format of torch before 1.6",
        "big-endian.bin | its numbers are not little-endian",
        "prefixed.bin | it does not begin as a file of torch.save does",
        "broadcast-bomb.bin | a tensor of shape [100000, 100000], more than the whole file holds",
        "deflated-bomb.bin | is compressed or encrypted, as torch never writes it",
        "huge-memo.bin | it holds no tensors by name (expected a state dict)",
        "self-reference.bin | it holds no tensors by name (expected a state dict)",
      })
  void refuses(String name, String reason) {
    Path file = FILES.resolve(name);
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void refusesEveryTruncationAndNothingElseHappens() throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("handwritten-ok.bin"));
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(directory.resolve("x.bin"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightFile.open(file)).isInstanceOf(UserException.class);
    }
  }

  @Test
  void saysWhenAFileShrankAfterItWasOpened() throws IOException {
    Path file = Files.copy(FILES.resolve("views.bin"), directory.resolve("x.bin"));
    Map<String, StoredTensor> tensors = WeightFile.open(file).tensors();
    Files.write(file, new byte[100]);
    for (String name : new String[] {"base", "transposed"}) {
      StoredTensor tensor = tensors.get(name);
      assertThatThrownBy(tensor::floats)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("Cannot read tensor '%s' of %s", name, file)
          .hasMessageContaining("the file ends at byte");
    }
  }

  @Test
  void refusesFloatsOfWhatIsNotFloating() {
    StoredTensor tensor = WeightFile.open(FILES.resolve("views.bin")).tensors().get("int64");
    assertThatThrownBy(tensor::floats)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it is I64 [2, 2] (expected F64, F32, F16 or BF16");
  }
}
