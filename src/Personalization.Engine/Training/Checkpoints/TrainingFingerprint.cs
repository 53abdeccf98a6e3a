using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>Identifies the inputs of a training. Two trainings with equal fingerprints have equal results.</summary>
/// <remarks>
/// It covers the events, the options, the live model and the code. It does not cover the catalog: a resumed training
/// uses the catalog as it is then.
/// </remarks>
public static class TrainingFingerprint
{
    /// <summary>Computes the fingerprint of a training.</summary>
    /// <param name="log">The events.</param>
    /// <param name="options">The training options.</param>
    /// <param name="live">The live version; null for none.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(TrainingLog log, TrainingOptions options, string? live)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        XxHash128 hash = new();
        hash.Append(MemoryMarshal.AsBytes(log.AllEvents));
        for (int user = 0; user < log.UserSlots; user++)
        {
            Append(hash, log.StartOf(user));
        }

        foreach (string item in log.Items)
        {
            Append(hash, item);
        }

        foreach (LoggedAction action in log.Draws)
        {
            Append(hash, string.Create(
                CultureInfo.InvariantCulture,
                $"{action.User} {action.TimeMs} {action.Item} {action.Position} "
                    + $"{action.Propensity} {action.IsRewarded}"));
        }

        Append(hash, log.LeftOut);
        Append(hash, JsonSerializer.Serialize(options, ManifestJson.Default.TrainingOptions));
        Append(hash, FormattableString.Invariant($"{options.WarmEpochs} {options.RefreshShare} {live}"));
        Append(hash, string.Create(
            CultureInfo.InvariantCulture,
            $"{options.UserItemWeight} {options.UserPairWeight} {options.UserDayEvents} {options.UserShare}"));
        Append(hash, typeof(TrainingFingerprint).Assembly.ManifestModule.ModuleVersionId.ToString());
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, int value) => hash.Append(MemoryMarshal.AsBytes([value]));

    private static void Append(XxHash128 hash, string text)
    {
        Append(hash, text.Length);
        hash.Append(Encoding.UTF8.GetBytes(text));
    }
}
