package io.facesweep.tensor;

import io.facesweep.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SplittableRandom;

/**
 * Counter-based randomness: every draw has a key, and the same key gives the same numbers on any
 * machine, thread, batch and device. There is no state to advance, so what one trial draws cannot
 * depend on another, and a resumed step draws what it would have drawn.
 *
 * @param seed 64 bits that stand for the path of names so far
 */
public record RandomStream(long seed) {

  /** The root stream of a seed. */
  public static RandomStream of(String name, long seed) {
    return new RandomStream(hash(seed, name));
  }

  /** The stream of a named part, such as a phase or a purpose ("noise", "light"). */
  public RandomStream child(String name) {
    return new RandomStream(hash(seed, name));
  }

  /** The stream of a numbered part, such as a step. */
  public RandomStream child(long index) {
    return new RandomStream(hash(seed, Long.toString(index)));
  }

  /** Standard normal numbers, float32 on the CPU: PyTorch's for this seed. */
  public Tensor normal(long... shape) {
    return Torch.tensor("randn", seed, shape);
  }

  /** Uniform numbers in [0, 1), float32 on the CPU: PyTorch's for this seed. */
  public Tensor uniform(long... shape) {
    return Torch.tensor("rand", seed, shape);
  }

  /** A generator of Java's for scalars drawn in a fixed order. */
  public SplittableRandom scalars() {
    return new SplittableRandom(seed);
  }

  private static long hash(long seed, String name) {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
