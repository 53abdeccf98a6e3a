using System.CommandLine;
using Personalization.Tool.Commands;
using Personalization.Tool.Connection;
using Personalization.Tool.Diagnosis;

namespace Personalization.Tool;

/// <summary>The commands of the program.</summary>
internal static class ToolCommands
{
    /// <summary>Creates the root command.</summary>
    public static RootCommand Create()
    {
        ApiOptions api = new();
        RootCommand root = new("The command line of the Personalization engine.")
        {
            ImportCommand.Create(api), ExportCommand.Create(api), UsersCommand.Create(api), ItemsCommand.Create(api),
            ModelsCommand.Create(api), ExperimentsCommand.Create(api), DoctorCommand.Create(api),
        };
        root.Options.Add(api.Url);
        root.Options.Add(api.Key);
        return root;
    }
}
