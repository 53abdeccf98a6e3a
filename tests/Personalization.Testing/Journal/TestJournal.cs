using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace Personalization.Testing.Journal;

/// <summary>
/// Writes the start and end of each test to the file that <c>PERSONALIZATION_TEST_JOURNAL</c> names. The journal shows
/// which test hangs: the framework names only finished tests.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestJournal : BeforeAfterTestAttribute
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "PERSONALIZATION_TEST_JOURNAL";

    private static readonly string? File = Environment.GetEnvironmentVariable(Variable);
    private static readonly Lock Line = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Write("began", test);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Write("ended", test);

    private static void Write(string what, IXunitTest test)
    {
        if (File is null)
        {
            return;
        }

        lock (Line)
        {
            System.IO.File.AppendAllText(File, string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what} {test.TestDisplayName.ReplaceLineEndings(" ")}\n"));
        }
    }
}
