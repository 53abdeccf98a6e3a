using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Demo;

/// <summary>Reads the bodies of the demo shop. An unknown field is an error.</summary>
internal static class DemoReader
{
    private const int MaxName = 60;

    private static readonly JsonTable<RawDemoSignIn> SignInTable = new JsonTable<RawDemoSignIn>()
        .Text("name", static (ref raw, value) => raw = raw with { Name = value })
        .Flag("merge", static (ref raw, value) => raw = raw with { Merge = value });

    private static readonly JsonTable<RawDemoChoice> ChoiceTable = new JsonTable<RawDemoChoice>()
        .Flag("optOut", static (ref raw, value) => raw = raw with { OptOut = value });

    private static readonly JsonTable<RawFault> FaultTable = new JsonTable<RawFault>()
        .Flag("on", static (ref raw, value) => raw = raw with { On = value });

    /// <summary>Reads a sign-in.</summary>
    public static RawDemoSignIn ReadSignIn(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawDemoSignIn raw = new();
        SignInTable.Read(ref reader, ref raw, path, errors);
        if (IdentifierRules.Problem(raw.Name) is not null || raw.Name!.Length > MaxName)
        {
            errors.Add(new($"{path}.name", raw.Name is null ? "required" : "invalid",
                $"name must be printable text of 1 to {MaxName} characters."));
        }

        return raw;
    }

    /// <summary>Reads the wanted state of a fault.</summary>
    public static RawFault ReadFault(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawFault raw = new();
        FaultTable.Read(ref reader, ref raw, path, errors);
        if (raw.On is null)
        {
            errors.Add(new($"{path}.on", "required", "on must be true or false."));
        }

        return raw;
    }

    /// <summary>Reads a choice.</summary>
    public static RawDemoChoice ReadChoice(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawDemoChoice raw = new();
        ChoiceTable.Read(ref reader, ref raw, path, errors);
        if (raw.OptOut is null)
        {
            errors.Add(new($"{path}.optOut", "required", "optOut must be true or false."));
        }

        return raw;
    }
}
