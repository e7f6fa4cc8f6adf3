package io.facesweep.train.demo;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The training pictures as scaled latents, the means of their distributions. They are encoded once
 * and kept in a file, so that a training that goes on does not encode them again.
 */
final class LatentData {
  private static final int PART = 48;
  private static final int PART_ON_GPU = 384;
  private static final String MADE = "made";
  private static final String RENDERS = "renders";
  private static final String TEXTURES = "textures";
  private static final String PAIRS = "pairs";

  private final float[] renders;
  private final float[] textures;
  private final float[] pairs;
  private final int channels;
  private final int side;

  private LatentData(
      DemoData data, AutoencoderKL vae, float[] renders, float[] textures, float[] pairs) {
    this.channels = vae.config().latentChannels();
    this.side = data.side() / vae.config().imageFactor();
    this.renders = renders;
    this.textures = textures;
    this.pairs = pairs;
  }

  private static int size(DemoData data, AutoencoderKL vae) {
    int side = data.side() / vae.config().imageFactor();
    return vae.config().latentChannels() * side * side;
  }

  /**
   * Reads the file, or encodes the pictures and writes it where it is of other pictures or another
   * VAE.
   *
   * @param weights of the VAE, its file
   */
  static LatentData open(Path file, DemoData data, AutoencoderKL vae, Path weights, int threads) {
    String made = data.made() + Sha256.of(bytes(weights));
    if (Files.exists(file)) {
      try (SafetensorsFile stored = SafetensorsFile.open(file)) {
        if (made.equals(stored.metadata().get(MADE))) {
          return new LatentData(
              data, vae, stored.floats(RENDERS), stored.floats(TEXTURES), stored.floats(PAIRS));
        }
      }
    }
    LatentData latents = encode(data, vae, threads);
    SafetensorsWriter.write(
        file,
        Map.of(
            RENDERS, NamedArray.float32(latents.renders, latents.renders.length),
            TEXTURES, NamedArray.float32(latents.textures, latents.textures.length),
            PAIRS, NamedArray.float32(latents.pairs, latents.pairs.length)),
        Map.of(MADE, made));
    return latents;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    }
  }

  private static LatentData encode(DemoData data, AutoencoderKL vae, int threads) {
    int size = size(data, vae);
    LatentData latents =
        new LatentData(
            data,
            vae,
            new float[data.renderCount() * size],
            new float[data.textureCount() * size],
            new float[2 * data.pairCount() * size]);
    VaeCodec encoder = new VaeCodec(vae);
    int partSize = vae.device().isCuda() ? PART_ON_GPU : PART;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Kind kind :
          List.of(
              new Kind(latents.renders, data::renders),
              new Kind(latents.textures, data::textures),
              new Kind(latents.pairs, data::pairs))) {
        int count = kind.target().length / size;
        for (int begin = 0; begin < count; begin += partSize) {
          int[] part = IntStream.range(begin, Math.min(count, begin + partSize)).toArray();
          running.add(executor.submit(() -> latents.put(kind, part, encoder)));
        }
      }
      for (Future<?> part : running) {
        part.get();
      }
      return latents;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot encode training data: interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot encode training data", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private interface Source {
    Tensor images(int... indices);
  }

  /** Pictures of a kind, and where their latents go. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
  private record Kind(float[] target, Source source) {}

  private void put(Kind kind, int[] part, VaeCodec encoder) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      float[] values = encoder.mean(kind.source().images(part)).toFloats();
      System.arraycopy(values, 0, kind.target(), part[0] * size(), values.length);
    }
  }

  private int size() {
    return channels * side * side;
  }

  int side() {
    return side;
  }

  /** Latents [N, C, h, w] of renders. */
  Tensor renders(int... indices) {
    return gather(renders, indices);
  }

  /** Latents [N, C, h, w] of textures. */
  Tensor textures(int... indices) {
    return gather(textures, indices);
  }

  /**
   * Latents [N, C, h, w] of pairs of renders.
   *
   * @param indices as those of {@link DemoData#pairs}
   */
  Tensor pairs(int... indices) {
    return gather(pairs, indices);
  }

  private Tensor gather(float[] source, int... indices) {
    float[] values = new float[indices.length * size()];
    for (int n = 0; n < indices.length; n++) {
      System.arraycopy(source, indices[n] * size(), values, n * size(), size());
    }
    return Tensor.of(values, indices.length, channels, side, side);
  }
}
