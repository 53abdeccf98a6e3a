using Personalization.Tool;

return await ToolCommands.Create().Parse(args).InvokeAsync();
