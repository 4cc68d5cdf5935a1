package io.hyperstream.tools.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Usage help with a blank instead of = between an option and its value, as in the examples. */
final class UsageHelp extends Help {

  UsageHelp(CommandSpec spec, ColorScheme colors) {
    super(spec, colors);
  }

  @Override
  public IParamLabelRenderer parameterLabelRenderer() {
    IParamLabelRenderer renderer = super.parameterLabelRenderer();
    return new IParamLabelRenderer() {
      @Override
      public Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<IStyle> styles) {
        String label = renderer.renderParameterLabel(argument, Ansi.OFF, styles).toString();
        return ansi.apply(label.replaceFirst("^" + renderer.separator(), " "), styles);
      }

      @Override
      public String separator() {
        return " ";
      }
    };
  }
}
