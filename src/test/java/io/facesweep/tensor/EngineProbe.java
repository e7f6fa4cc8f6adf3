package io.facesweep.tensor;

import io.facesweep.UserException;

/** Computes something in a process of its own, and on a CUDA device if it is told to. */
final class EngineProbe {
  private EngineProbe() {}

  public static void main(String[] arguments) {
    try (TensorScope scope = TensorScope.open()) {
      System.out.println("computed " + Tensor.ones(2).sum().item());
      if (arguments.length > 0) {
        System.out.println("opened " + Device.cuda(Integer.parseInt(arguments[0])));
      }
    } catch (UserException e) {
      System.out.println(e.getMessage());
    }
    try {
      Torch.threads();
    } catch (UserException e) {
      System.out.println("again: " + e.getMessage());
    }
  }
}
