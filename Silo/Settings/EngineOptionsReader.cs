using System.Text.RegularExpressions;

namespace Personalization.Silo.Settings;

/// <summary>Reads the settings of the engine and checks what concerns more than one of them.</summary>
public static partial class EngineOptionsReader
{
    /// <summary>The part of the section that belongs to the HTTP border.</summary>
    private const string ApiPart = "Api";

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="SettingsRefusedException">Something is wrong; all of it is listed.</exception>
    public static EngineOptions Read(IConfiguration configuration)
    {
        List<string> problems = [];
        EngineOptions options = SettingsReader.Read<EngineOptions>(configuration.GetSection(EngineOptions.Section), problems, ApiPart);
        foreach (string type in options.EventTypes.Keys.Where(type => !EventTypeName().IsMatch(type)))
        {
            problems.Add($"{EngineOptions.Section}:EventTypes has '{type}': a type's name is a letter, then letters, digits, - or _, at most 64 characters.");
        }

        problems.AddRange(options.Training.Validate().Select(problem => $"{EngineOptions.Section}:Training:{problem}"));
        return problems.Count > 0 ? throw new SettingsRefusedException(problems) : options;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex EventTypeName();
}
