package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int STREAMS = 16;
  private static final int ROUNDS = 150;

  private static float[] drawn(int stream) {
    try (TensorScope scope = TensorScope.open()) {
      RandomStream random = RandomStream.of("threads", stream);
      return stream % 2 == 0 ? random.normal(4096).toFloats() : random.uniform(4096).toFloats();
    }
  }

  @Test
  void drawsOfSeveralThreadsDoNotMix() throws Exception {
    List<float[]> alone = new ArrayList<>();
    for (int stream = 0; stream < STREAMS; stream++) {
      alone.add(drawn(stream));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> together = new ArrayList<>();
      for (int i = 0; i < STREAMS * ROUNDS; i++) {
        int stream = i % STREAMS;
        together.add(threads.submit(() -> drawn(stream)));
      }
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i % STREAMS));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
