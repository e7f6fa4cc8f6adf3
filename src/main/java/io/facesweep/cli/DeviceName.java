package io.facesweep.cli;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A device as the user names it.
 *
 * @param text {@code auto}, {@code cpu} or {@code cuda:N}
 */
record DeviceName(String text) {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  /** The device; the first CUDA device, or else the CPU, for {@code auto}. */
  Device open() {
    Matcher cuda = CUDA.matcher(text);
    if (cuda.matches()) {
      return Device.cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    }
    return text.equals("auto") && Torch.cudaDeviceCount() > 0 ? Device.cuda(0) : Device.CPU;
  }

  static final class Converter implements ITypeConverter<DeviceName> {
    @Override
    public DeviceName convert(String text) {
      if (!text.equals("auto") && !text.equals("cpu") && !CUDA.matcher(text).matches()) {
        throw new TypeConversionException("%s (expected auto, cpu or cuda:N)".formatted(text));
      }
      return new DeviceName(text);
    }
  }
}
