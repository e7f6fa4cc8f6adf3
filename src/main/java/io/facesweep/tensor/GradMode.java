package io.facesweep.tensor;

import ai.djl.pytorch.jni.TorchBridge;

/**
 * Whether operators on this thread record what a backward pass needs. Threads start with recording
 * on.
 *
 * <pre>{@code
 * try (GradMode off = GradMode.disabled()) { noisePred = unet.forward(...); }
 * }</pre>
 */
public final class GradMode implements AutoCloseable {
  private final boolean before;

  private GradMode(boolean enabled) {
    before = TorchBridge.isGradMode();
    TorchBridge.gradMode(enabled);
  }

  /** Whether this thread records now. */
  public static boolean isEnabled() {
    return TorchBridge.isGradMode();
  }

  public static GradMode enabled() {
    return new GradMode(true);
  }

  public static GradMode disabled() {
    return new GradMode(false);
  }

  @Override
  public void close() {
    TorchBridge.gradMode(before);
  }
}
