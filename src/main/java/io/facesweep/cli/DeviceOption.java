package io.facesweep.cli;

import io.facesweep.tensor.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --device} of the commands that run nets. */
final class DeviceOption {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  @Option(
      names = "--device",
      defaultValue = "auto",
      converter = Converter.class,
      paramLabel = "NAME",
      description = "auto, cpu or cuda:N; auto, the default, takes a CUDA device if there is one")
  private Name name = new Name("auto");

  /** The device that was asked for. */
  Device open() {
    return name.open();
  }

  /**
   * A device as the user names it.
   *
   * @param text {@code auto}, {@code cpu} or {@code cuda:N}
   */
  record Name(String text) {
    /** The device; the first CUDA device, or else the CPU, for {@code auto}. */
    Device open() {
      Matcher cuda = CUDA.matcher(text);
      if (cuda.matches()) {
        return Device.cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
      }
      return text.equals("auto") ? Device.preferred() : Device.CPU;
    }
  }

  static final class Converter implements ITypeConverter<Name> {
    @Override
    public Name convert(String text) {
      if (!text.equals("auto") && !text.equals("cpu") && !CUDA.matcher(text).matches()) {
        throw new TypeConversionException("%s (expected auto, cpu or cuda:N)".formatted(text));
      }
      return new Name(text);
    }
  }
}
