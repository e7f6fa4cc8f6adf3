package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The training pictures as scaled latents, encoded once: the means of their distributions. */
final class LatentData {
  private static final int PART = 48;

  private final float[] renders;
  private final float[] textures;
  private final int channels;
  private final int side;

  private LatentData(DemoData data, AutoencoderKL vae) {
    this.channels = vae.config().latentChannels();
    this.side = data.side() / vae.config().imageFactor();
    this.renders = new float[data.renderCount() * size()];
    this.textures = new float[data.textureCount() * size()];
  }

  static LatentData encode(DemoData data, AutoencoderKL vae, int threads) {
    LatentData latents = new LatentData(data, vae);
    VaeCodec encoder = new VaeCodec(vae);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int begin = 0; begin < data.renderCount(); begin += PART) {
        int[] part = IntStream.range(begin, Math.min(data.renderCount(), begin + PART)).toArray();
        running.add(
            executor.submit(() -> latents.put(latents.renders, part, encoder, data::renders)));
      }
      for (int begin = 0; begin < data.textureCount(); begin += PART) {
        int[] part = IntStream.range(begin, Math.min(data.textureCount(), begin + PART)).toArray();
        running.add(
            executor.submit(() -> latents.put(latents.textures, part, encoder, data::textures)));
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

  private void put(float[] target, int[] part, VaeCodec encoder, Source source) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      float[] values = encoder.mean(source.images(part)).toFloats();
      System.arraycopy(values, 0, target, part[0] * size(), values.length);
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

  private Tensor gather(float[] source, int... indices) {
    float[] values = new float[indices.length * size()];
    for (int n = 0; n < indices.length; n++) {
      System.arraycopy(source, indices[n] * size(), values, n * size(), size());
    }
    return Tensor.of(values, indices.length, channels, side, side);
  }
}
