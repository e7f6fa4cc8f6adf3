package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final LossScale SCALE = new LossScale(1024, 17, 3);

  @TempDir private Path folder;

  private static TrainingState state(long step) {
    float[] values = {step, 2, 3};
    return new TrainingState(
        step, SCALE, values, new float[] {4, 5, 6}, new float[3], new float[3]);
  }

  private CheckpointStore store(long free) {
    return new CheckpointStore(file(), "seed 1", () -> free);
  }

  private Path file() {
    return folder.resolve("checkpoint.safetensors");
  }

  @Test
  void givesBackWhatWasSaved() {
    assertThat(store(Long.MAX_VALUE).load(3)).isEmpty();
    store(Long.MAX_VALUE).save(state(7));
    TrainingState loaded = store(Long.MAX_VALUE).load(3).orElseThrow();
    assertThat(loaded.step()).isEqualTo(7);
    assertThat(loaded.scale()).isEqualTo(SCALE);
    assertThat(loaded.values()).containsExactly(7, 2, 3);
    assertThat(loaded.average()).containsExactly(4, 5, 6);
  }

  @Test
  void saysThatTheDiskIsFullBeforeItWritesAndKeepsTheLastCheckpoint() {
    store(Long.MAX_VALUE).save(state(7));
    assertThatThrownBy(() -> store(1000).save(state(8)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write %s: 0 MB are free on its disk and 1 MB are needed; the checkpoint before"
                + " is whole, free space and run the same command again",
            file());
    assertThat(store(0).load(3).orElseThrow().step()).isEqualTo(7);
  }

  @Test
  void aWriteThatWasCutOffIsNotTakenForACheckpoint() throws IOException {
    store(Long.MAX_VALUE).save(state(7));
    byte[] whole = Files.readAllBytes(file());
    Files.write(
        folder.resolve(".checkpoint.safetensors.x.tmp"),
        java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(store(Long.MAX_VALUE).load(3).orElseThrow().step()).isEqualTo(7);
  }

  @Test
  void refusesACheckpointOfOtherSettingsOrSize() {
    store(Long.MAX_VALUE).save(state(7));
    assertThatThrownBy(() -> new CheckpointStore(file(), "seed 2", () -> 0).load(3))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot resume from %s: it was made with seed 1 (now seed 2); use another --work"
                + " directory, or delete it to start anew",
            file());
    assertThatThrownBy(() -> store(0).load(4))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot resume from %s: it holds 3 parameters (expected 4)", file());
  }
}
